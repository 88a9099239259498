CREATE OR REPLACE FUNCTION partition_tools_internal.job_left_to_worker(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF partition_tools_internal.job_waits(p_job_id) THEN
        RAISE WARNING 'job % waits for a worker', p_job_id
            USING HINT = 'partition-tools work does it; so does partition-tools run.';
        RETURN true;
    END IF;
    RETURN false;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_left_to_worker(bigint) IS
    'Whether start has to leave a job alone, and says so.';
