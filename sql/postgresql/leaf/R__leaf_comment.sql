CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_comment(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT c.objoid, 'comment', CASE c.objsubid WHEN 0 THEN 'TABLE' ELSE format('COLUMN %I', a.attname) END, c.description, jsonb_build_object('column', a.attname)
          FROM pg_description AS c LEFT JOIN pg_attribute AS a ON a.attrelid = c.objoid AND a.attnum = c.objsubid AND a.attnum > 0
         WHERE c.classoid = 'pg_class'::regclass AND c.objoid = ANY (p_relids) AND NOT coalesce(a.attisdropped, false)
        UNION ALL
        -- That of an index's constraint belongs to the index.
        SELECT k.conrelid, 'comment', format('CONSTRAINT %I', k.conname), c.description, jsonb_build_object('constraint', k.conname)
          FROM pg_constraint AS k JOIN pg_description AS c ON c.classoid = 'pg_constraint'::regclass AND c.objoid = k.oid
         WHERE k.conrelid = ANY (p_relids) AND k.contype IN ('c', 'n', 'f') AND k.conname NOT LIKE 'partition_tools_%';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_comment(oid[]) IS
    'Comments on the table, its columns and constraints.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_comment_give(p_relid oid, p_table text, p_wanted partition_tools_internal.leaf_property[], p_has partition_tools_internal.leaf_property[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(
        SELECT CASE WHEN d.details ? 'column' THEN format('COMMENT ON COLUMN %s.%I IS %L', p_table, d.details ->> 'column', d.wanted)
                    WHEN d.details ? 'constraint' THEN format('COMMENT ON CONSTRAINT %I ON %s IS %L', d.details ->> 'constraint', p_table, d.wanted)
                    ELSE format('COMMENT ON TABLE %s IS %L', p_table, d.wanted) END
          FROM (SELECT coalesce(w.details, h.details) AS details, w.definition AS wanted, coalesce(w.name, h.name) AS name
                  FROM unnest(p_wanted) AS w FULL JOIN unnest(p_has) AS h ON h.name = w.name WHERE h.definition IS DISTINCT FROM w.definition) AS d
         -- What it is about may come later, or not at all.
         WHERE (NOT d.details ? 'column' OR EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = p_relid AND a.attname = d.details ->> 'column' AND NOT a.attisdropped))
           AND (NOT d.details ? 'constraint' OR EXISTS (SELECT FROM pg_constraint AS k WHERE k.conrelid = p_relid AND k.conname = d.details ->> 'constraint'))
         ORDER BY d.name);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_comment_give(oid, text, partition_tools_internal.leaf_property[], partition_tools_internal.leaf_property[]) IS
    'Statements that set and remove comments on what the table has already.';
