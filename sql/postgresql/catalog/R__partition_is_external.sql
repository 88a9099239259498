CREATE OR REPLACE FUNCTION partition_tools_internal.partition_is_external(p_table oid, p_name name)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- An unload leaves no partition behind on this engine.
    RETURN false;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partition_is_external(oid, name) IS
    'Whether a partition is an external table, which reads the archive of what it was: never, on this engine.';
