CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_foreign_key(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT k.conrelid, 'foreign key', k.conname::text, regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', ''), jsonb_build_object('validated', k.convalidated, 'comment', obj_description(k.oid, 'pg_constraint'))
          FROM pg_constraint AS k
         WHERE k.conrelid = ANY (p_relids) AND k.contype = 'f'
           -- A key to a partitioned table has a copy for each of its partitions, which come and go with it.
           AND NOT EXISTS (SELECT FROM pg_constraint AS p WHERE p.oid = k.conparentid AND p.conrelid = k.conrelid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_foreign_key(oid[]) IS
    'Foreign keys of the table itself; details: validated.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_foreign_key_give(p_relid oid, p_table text, p_wanted partition_tools_internal.leaf_property[], p_has partition_tools_internal.leaf_property[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(
        SELECT s.statement
          FROM unnest(p_wanted) AS w
         CROSS JOIN LATERAL (VALUES
                (1, format('ALTER TABLE %s ADD CONSTRAINT %I %s%s', p_table, w.name, w.definition, CASE WHEN w.definition NOT LIKE '% NOT ENFORCED' THEN ' NOT VALID' END)),
                (2, format('COMMENT ON CONSTRAINT %I ON %s IS ', w.name, p_table) || quote_literal(w.details ->> 'comment'))) AS s(n, statement)
         WHERE w.name NOT IN (SELECT h.name FROM unnest(p_has) AS h) AND s.statement IS NOT NULL ORDER BY w.name, s.n);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_foreign_key_give(oid, text, partition_tools_internal.leaf_property[], partition_tools_internal.leaf_property[]) IS
    'Statements that add foreign keys, which are still to be validated: that takes time, and no lock to speak of.';
