CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_check(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT k.conrelid, 'check', k.conname::text, regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', ''),
               jsonb_build_object('validated', k.convalidated, 'condition', pg_get_expr(k.conbin, k.conrelid), 'comment', obj_description(k.oid, 'pg_constraint'))
          FROM pg_constraint AS k WHERE k.conrelid = ANY (p_relids) AND k.contype = 'c' AND k.conname !~ '^partition_tools_(bounds|j[0-9]+_default)$';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_check(oid[]) IS
    'CHECK constraints; details: validated, and the condition.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_check_give(p_relid oid, p_table text, p_wanted partition_tools_internal.leaf_property[], p_has partition_tools_internal.leaf_property[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(
        SELECT s.statement
          FROM unnest(p_wanted) AS w
         CROSS JOIN LATERAL (VALUES
                (1, format('ALTER TABLE %s ADD CONSTRAINT %I %s%s', p_table, w.name, w.definition, CASE WHEN NOT (w.details ->> 'validated')::boolean AND w.definition NOT LIKE '% NOT ENFORCED' THEN ' NOT VALID' END)),
                (2, format('COMMENT ON CONSTRAINT %I ON %s IS ', w.name, p_table) || quote_literal(w.details ->> 'comment'))) AS s(n, statement)
         WHERE w.name NOT IN (SELECT h.name FROM unnest(p_has) AS h) AND s.statement IS NOT NULL ORDER BY w.name, s.n);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_check_give(oid, text, partition_tools_internal.leaf_property[], partition_tools_internal.leaf_property[]) IS
    'Statements that add CHECK constraints; none takes one away.';
