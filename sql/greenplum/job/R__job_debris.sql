CREATE OR REPLACE FUNCTION partition_tools_internal.job_debris(p_job_id bigint)
RETURNS bigint
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_debris(bigint) IS
    'Bytes of what an unfinished job has left: nothing, for a job is one transaction on this engine.';
