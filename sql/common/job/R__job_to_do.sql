CREATE OR REPLACE FUNCTION partition_tools_internal.job_to_do(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_state text := (partition_tools_internal.job_latest(p_job_id)).state;
BEGIN
    IF NOT EXISTS (SELECT FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id) THEN
        RAISE EXCEPTION 'there is no job %', coalesce(p_job_id::text, 'NULL')
            USING ERRCODE = 'PP051', HINT = 'partition_tools.jobs lists them.';
    ELSIF v_state IN ('completed', 'cancelled') THEN
        RAISE NOTICE 'job % is % already', p_job_id, v_state;
        RETURN false;
    END IF;
    RETURN true;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_to_do(bigint) IS
    'Whether there is anything left to do for a job. PP051 for one that does not exist.';
