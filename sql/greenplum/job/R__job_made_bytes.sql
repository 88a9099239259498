CREATE OR REPLACE FUNCTION partition_tools_internal.job_made_bytes(p_job_id bigint)
RETURNS bigint
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_made_bytes(bigint) IS
    'Bytes of what an unfinished job has made and not removed yet: nothing, for a job is one transaction on this engine.';
