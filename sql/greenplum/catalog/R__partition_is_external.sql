CREATE OR REPLACE FUNCTION partition_tools_internal.partition_is_external(p_table oid, p_name name)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM partition_tools_internal.partition_bounds(p_table) AS b JOIN pg_class AS c ON c.oid = b.relid
                    WHERE b.name = p_name AND c.relstorage = 'x');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partition_is_external(oid, name) IS
    'Whether a partition is an external table, which reads the archive of what it was.';
