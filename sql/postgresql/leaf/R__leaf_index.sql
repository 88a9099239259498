CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_index(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT * FROM partition_tools_internal.leaf_indexes(p_relids, false);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_index(oid[]) IS
    'Indexes that demand nothing of rows: see leaf_indexes.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_unique_index(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT * FROM partition_tools_internal.leaf_indexes(p_relids, true);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_unique_index(oid[]) IS
    'Unique and exclusion indexes, primary keys: see leaf_indexes.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_indexes(p_relids oid[], p_demanding boolean)
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT x.indrelid, NULL::text, i.relname::text, d.words,
               jsonb_build_object(
                   'oid', x.indexrelid, 'of', h.inhparent, 'table', t.relname, 'schema', n.nspname, 'tablespace', partition_tools_internal.tablespace_name(i.reltablespace),
                   'label', CASE k.contype WHEN 'p' THEN 'pkey' WHEN 'u' THEN 'key' WHEN 'x' THEN 'excl' ELSE 'idx' END, 'constraint', k.oid IS NOT NULL,
                   'twin', row_number() OVER (PARTITION BY x.indrelid, d.words ORDER BY x.indexrelid),
                   'comment', obj_description(i.oid, 'pg_class'), 'constraint_comment', obj_description(k.oid, 'pg_constraint'), 'options', to_jsonb(i.reloptions),
                   'targets', (SELECT jsonb_object_agg(a.attnum, a.attstattarget) FROM pg_attribute AS a WHERE a.attrelid = i.oid AND a.attstattarget >= 0))
          FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid JOIN pg_class AS t ON t.oid = x.indrelid JOIN pg_namespace AS n ON n.oid = t.relnamespace
          LEFT JOIN pg_constraint AS k ON k.conindid = x.indexrelid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u', 'x')
          LEFT JOIN pg_inherits AS h ON h.inhrelid = x.indexrelid
         CROSS JOIN LATERAL partition_tools_internal.index_words(x.indexrelid) AS d(words)
         WHERE x.indrelid = ANY (p_relids) AND (x.indisunique OR x.indisexclusion) = p_demanding
           -- That of a partitioned table is not valid until all partitions have it. The last are the job's own: see the phases digest and adopt_index.
           AND (x.indisvalid OR i.relkind = 'I') AND i.relname !~ '^partition_tools_j[0-9]+_(t[0-9]+_digest|a[0-9]+)$';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_indexes(oid[], boolean) IS
    'Indexes by what they do, in the words of the constraint or of CREATE INDEX after the table; details: of (the index of the table that it is part of), twin (which of several that do the same), what it takes to name it, and its options.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_index_give(p_relid oid, p_table text, p_wanted partition_tools_internal.leaf_property[], p_has partition_tools_internal.leaf_property[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(
        SELECT s.statement
          FROM unnest(p_wanted) AS w
          LEFT JOIN unnest(p_has) AS h ON partition_tools_internal.leaf_identity(h) = partition_tools_internal.leaf_identity(w)
         CROSS JOIN LATERAL (
                SELECT 0 AS n, CASE WHEN (w.details ->> 'constraint')::boolean THEN format('ALTER TABLE %s ADD CONSTRAINT %I %s', p_table, w.name, w.definition)
                                    WHEN w.kind = 'unique index' AND w.definition LIKE 'UNIQUE %' THEN format('CREATE UNIQUE INDEX %I ON %s %s', w.name, p_table, substr(w.definition, 8))
                                    ELSE format('CREATE INDEX %I ON %s %s', w.name, p_table, w.definition) END AS statement WHERE h.name IS NULL
                UNION ALL
                SELECT o.n, o.statement
                  FROM (SELECT coalesce((h.details ->> 'oid')::oid::regclass::text, format('%I.%I', c.nspname, w.name)) AS name, coalesce(h.name, w.name) AS bare
                          FROM (SELECT n.nspname FROM pg_class AS t JOIN pg_namespace AS n ON n.oid = t.relnamespace WHERE t.oid = p_relid) AS c) AS i,
                       LATERAL partition_tools_internal.leaf_index_options(p_table, i.name, i.bare, w.details, h.details) AS o) AS s
         ORDER BY w.relid, w.name, w.definition, s.n);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_index_give(oid, text, partition_tools_internal.leaf_property[], partition_tools_internal.leaf_property[]) IS
    'Statements that build indexes, under the names that they bear in p_wanted, and give options to those that are there; none drops one.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_unique_index_give(p_relid oid, p_table text, p_wanted partition_tools_internal.leaf_property[], p_has partition_tools_internal.leaf_property[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN partition_tools_internal.leaf_index_give(p_relid, p_table, p_wanted, p_has);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_unique_index_give(oid, text, partition_tools_internal.leaf_property[], partition_tools_internal.leaf_property[]) IS
    'As leaf_index_give.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_index_options(p_table text, p_index text, p_name text, p_wanted jsonb, p_has jsonb)
RETURNS TABLE (n int, statement text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        -- The words of a constraint leave storage parameters out; those of an index have them.
        SELECT 1, format('ALTER INDEX %s SET (%s = %L)', p_index, split_part(o, '=', 1), substr(o, strpos(o, '=') + 1))
          FROM jsonb_array_elements_text(p_wanted -> 'options') AS o
         WHERE (p_wanted ->> 'constraint')::boolean AND NOT coalesce(p_has -> 'options' ? o, false)
        UNION ALL
        SELECT 2, format('COMMENT ON INDEX %s IS %L', p_index, p_wanted ->> 'comment') WHERE p_wanted -> 'comment' IS DISTINCT FROM p_has -> 'comment'
        UNION ALL
        SELECT 3, format('COMMENT ON CONSTRAINT %I ON %s IS %L', p_name, p_table, p_wanted ->> 'constraint_comment') WHERE p_wanted -> 'constraint_comment' IS DISTINCT FROM p_has -> 'constraint_comment'
        UNION ALL
        SELECT 4, format('ALTER INDEX %s ALTER COLUMN %s SET STATISTICS %s', p_index, a.column, coalesce(p_wanted #>> ARRAY['targets', a.column], '-1'))
          FROM (SELECT jsonb_object_keys(p_wanted -> 'targets') UNION SELECT jsonb_object_keys(p_has -> 'targets')) AS a("column")
         WHERE p_wanted #> ARRAY['targets', a.column] IS DISTINCT FROM p_has #> ARRAY['targets', a.column];
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_index_options(text, text, text, jsonb, jsonb) IS
    'Statements that give an index its storage parameters, comments and statistics targets.';

CREATE OR REPLACE FUNCTION partition_tools_internal.index_tail(p_index oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- What follows the table's name: the prefix is known to the letter, so no quoted name can mislead.
    RETURN (SELECT substr(pg_get_indexdef(x.indexrelid), length(format('CREATE %sINDEX %I ON %s%I.%I ', CASE WHEN x.indisunique THEN 'UNIQUE ' END,
                                                         i.relname, CASE WHEN i.relkind = 'I' THEN 'ONLY ' END, n.nspname, t.relname)) + 1)
              FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid JOIN pg_class AS t ON t.oid = x.indrelid JOIN pg_namespace AS n ON n.oid = t.relnamespace
             WHERE x.indexrelid = p_index);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.index_tail(oid) IS 'The definition of an index without the names of index and table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.index_words(p_index oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT coalesce((SELECT pg_get_constraintdef(k.oid) FROM pg_constraint AS k WHERE k.conindid = x.indexrelid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u', 'x')),
                            CASE WHEN x.indisunique THEN 'UNIQUE ' ELSE '' END || partition_tools_internal.index_tail(x.indexrelid))
              FROM pg_index AS x WHERE x.indexrelid = p_index);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.index_words(oid) IS
    'What an index does, in the words of its constraint, or of CREATE INDEX after the table.';
