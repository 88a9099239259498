CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_row_security(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT c.oid, 'row security', s.clause, s.clause, '{}'::jsonb
          FROM pg_class AS c CROSS JOIN LATERAL (VALUES ('ENABLE', c.relrowsecurity), ('FORCE', c.relforcerowsecurity)) AS s(clause, is_set)
         WHERE c.oid = ANY (p_relids) AND s.is_set;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_row_security(oid[]) IS
    'Row security, ENABLE and FORCE.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_row_security_give(p_relid oid, p_table text, p_wanted partition_tools_internal.leaf_property[], p_has partition_tools_internal.leaf_property[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(SELECT format('ALTER TABLE %s %s ROW LEVEL SECURITY', p_table, w.name) FROM unnest(p_wanted) AS w
                  WHERE w.name NOT IN (SELECT h.name FROM unnest(p_has) AS h) ORDER BY w.name);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_row_security_give(oid, text, partition_tools_internal.leaf_property[], partition_tools_internal.leaf_property[]) IS
    'Statements that switch row security on; none switches it off.';
