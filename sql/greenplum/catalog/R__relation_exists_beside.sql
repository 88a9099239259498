CREATE OR REPLACE FUNCTION partition_tools_internal.relation_exists_beside(p_table oid, p_schema name, p_name name)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Partitions have names within their table; the server chooses free names for their relations.
    RETURN false;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.relation_exists_beside(oid, name, name) IS
    'Whether a name is taken by anything but a partition of the table: never, on this engine.';
