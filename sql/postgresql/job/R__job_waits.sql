CREATE OR REPLACE FUNCTION partition_tools_internal.job_waits(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_number constant int := partition_tools_internal.phase_number(p_job_id, (partition_tools_internal.job_latest(p_job_id)).phase);
BEGIN
    -- Up to the worker's phase nothing is worth while without a worker; from there on start can finish.
    RETURN coalesce((SELECT bool_or(p.phase = ANY (partition_tools_internal.job_phases(p_job_id)))
                       FROM partition_tools_internal.phases() AS p
                      WHERE p.worker AND partition_tools_internal.phase_number(p_job_id, p.phase) >= c_number), false);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_waits(bigint) IS
    'Whether what comes next in a job needs a worker, the program that reads and writes objects in S3.';

CREATE OR REPLACE FUNCTION partition_tools_internal.phase_of_worker(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM partition_tools_internal.phases() AS p
                    WHERE p.worker AND p.phase = (partition_tools_internal.job_latest(p_job_id)).phase);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_of_worker(bigint) IS 'Whether the phase that comes next in a job is a worker''s, and not a step that SQL can do.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_hint(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN format(CASE WHEN partition_tools_internal.job_waits(p_job_id)
        THEN 'The table is intact. When the cause is removed: partition-tools work tries again, CALL partition_tools.cancel(%s) gives up.'
        WHEN partition_tools_internal.job_keeps(p_job_id)
        THEN 'The table is intact. When the cause is removed: CALL partition_tools.revert(%s) goes on, CALL partition_tools.finish(%1$s) gives the way back up.'
        ELSE 'The table is intact. When the cause is removed: CALL partition_tools.start(%s) goes on, CALL partition_tools.cancel(%1$s) undoes.' END, p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_hint(bigint) IS 'What to do about a job that has failed, where the error itself does not say.';
