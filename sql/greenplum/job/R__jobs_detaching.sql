CREATE OR REPLACE FUNCTION partition_tools_internal.jobs_detaching(p_table oid)
RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN '{}';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.jobs_detaching(oid) IS
    'The unfinished jobs whose partition has left a table: none, for a job is one transaction on this engine.';
