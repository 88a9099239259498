CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_persistence(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT c.oid, 'persistence', NULL::text, 'UNLOGGED', '{}'::jsonb FROM pg_class AS c WHERE c.oid = ANY (p_relids) AND c.relpersistence = 'u';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_persistence(oid[]) IS
    'UNLOGGED; made with the table.';
