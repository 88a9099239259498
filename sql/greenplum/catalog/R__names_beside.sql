CREATE OR REPLACE FUNCTION partition_tools_internal.names_beside(p_table oid, p_schema name, p_names name[])
RETURNS name[]
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Partitions have names within their table; the server chooses free names for their relations.
    RETURN '{}';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.names_beside(oid, name, name[]) IS
    'Those of some names that are taken by anything but a partition of the table: none, on this engine.';
