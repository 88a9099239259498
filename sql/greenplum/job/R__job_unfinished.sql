CREATE OR REPLACE FUNCTION partition_tools_internal.job_unfinished(p_table regclass, p_action partition_tools_internal.action)
RETURNS bigint
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_unfinished(regclass, partition_tools_internal.action) IS
    'A job that has begun this very action and not finished it: none, for a job is one transaction on this engine.';
