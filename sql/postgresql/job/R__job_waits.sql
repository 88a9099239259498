CREATE OR REPLACE FUNCTION partition_tools_internal.job_waits(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_phase text := (partition_tools_internal.job_latest(p_job_id)).phase;
BEGIN
    -- Up to the worker's phase nothing is worth while without a worker; from there on start can finish. Whoever wrote with the
    -- database itself needs none.
    RETURN (SELECT CASE j.action
                WHEN 'unload' THEN coalesce(v_phase, 'undo') IN ('undo', 'unload_prepare', 'upload')
                WHEN 'restore' THEN coalesce(v_phase, 'undo') IN ('undo', 'restore_prepare', 'download')
                ELSE false END
              FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id)
           AND partition_tools_internal.job_writer(p_job_id) IS DISTINCT FROM 'aws_s3';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_waits(bigint) IS
    'Whether what comes next in a job needs a worker, the program that reads and writes objects in S3.';

CREATE OR REPLACE FUNCTION partition_tools_internal.phase_of_worker(p_phase text)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN p_phase IN ('upload', 'download');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_of_worker(text) IS 'Whether a phase is a worker''s, and not a step that SQL can do.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_hint(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN format(CASE WHEN partition_tools_internal.job_waits(p_job_id)
        THEN 'The table is intact. When the cause is removed: partition-tools work tries again, CALL partition_tools.cancel(%s) gives up.'
        ELSE 'The table is intact. When the cause is removed: CALL partition_tools.start(%s) goes on, CALL partition_tools.cancel(%1$s) undoes.' END, p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_hint(bigint) IS 'What to do about a job that has failed, where the error itself does not say.';
