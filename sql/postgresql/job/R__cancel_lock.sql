CREATE OR REPLACE FUNCTION partition_tools_internal.cancel_request(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF partition_tools_internal.job_cancelled(p_job_id) THEN
        RAISE NOTICE 'job % is cancelled already', p_job_id;
        RETURN false;
    END IF;
    IF partition_tools_internal.job_elsewhere(p_job_id) IS NULL THEN
        PERFORM partition_tools_internal.keeper_spare(p_job_id);
    END IF;
    INSERT INTO partition_tools_internal.job_cancel (job_id) VALUES (p_job_id) ON CONFLICT DO NOTHING;
    RETURN true;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.cancel_request(bigint) IS
    'Notes that a job is to be cancelled, which holds from the commit; false where it is cancelled already. PP051 for one that does not exist, PP056 for one that has completed, PP004 for one that is the way back of a conversion.';

CREATE OR REPLACE FUNCTION partition_tools_internal.cancel_requested(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM partition_tools_internal.job_cancel AS c WHERE c.job_id = p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.cancel_requested(bigint) IS 'Whether somebody has asked to cancel a job.';

CREATE OR REPLACE FUNCTION partition_tools_internal.cancel_lock(p_job_id bigint, p_tries int)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table oid := (SELECT j.table_oid FROM partition_tools_internal.job j WHERE j.job_id = p_job_id);
    v_pid   int;
BEGIN
    IF pg_try_advisory_lock(1347702785, partition_tools_internal.work_lock_key(p_job_id)) THEN
        RETURN true;
    END IF;
    SELECT v.pid INTO v_pid FROM partition_tools.jobs AS v WHERE v.job_id = p_job_id AND v.state = 'running';
    IF p_tries > 150 THEN
        RAISE EXCEPTION 'job % cannot be undone yet: another session works on %', p_job_id, v_table::regclass
            USING ERRCODE = 'PP053', DETAIL = 'The job will not go on: whoever takes it up next undoes it.',
                  HINT = coalesce(format('End it with SELECT pg_terminate_backend(%s), then cancel again.', v_pid), 'Cancel again when it has finished.');
    ELSIF v_pid IS NOT NULL AND p_tries % 10 = 0 THEN
        PERFORM partition_tools_internal.cancel_session(p_job_id, v_pid);
    END IF;
    RETURN false;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.cancel_lock(bigint, int) IS
    'Tries to take the advisory lock of a job''s table, cancelling the statement of the session that executes the job, or ending that of a worker. PP053 after 150 tries.';

CREATE OR REPLACE FUNCTION partition_tools_internal.cancel_session(p_job_id bigint, p_pid int)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF partition_tools_internal.job_waits(p_job_id) AND (SELECT a.state FROM pg_stat_activity AS a WHERE a.pid = p_pid) LIKE 'idle%' THEN
        -- A worker's session that only keeps the locks has no statement to cancel; without it the worker gives up.
        PERFORM pg_terminate_backend(p_pid);
    END IF;
    PERFORM pg_cancel_backend(p_pid);
EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'job % ends after its present step: session % is not ours to interrupt', p_job_id, p_pid;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.cancel_session(bigint, int) IS
    'Cancels the statement of the session that executes a job, or ends that of a worker.';
