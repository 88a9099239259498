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
        RAISE EXCEPTION 'job % cannot be cancelled: another session works on %', p_job_id, v_table::regclass
            USING ERRCODE = 'PP053', HINT = coalesce(format('End it with SELECT pg_terminate_backend(%s), then cancel again.', v_pid), 'Cancel again when it has finished.');
    ELSIF v_pid IS NOT NULL AND p_tries % 10 = 0 THEN
        IF partition_tools_internal.job_waits(p_job_id) AND (SELECT a.state FROM pg_stat_activity AS a WHERE a.pid = v_pid) LIKE 'idle%' THEN
            -- A worker's session that only keeps the locks has no statement to cancel; without it the worker gives up.
            PERFORM pg_terminate_backend(v_pid);
        END IF;
        PERFORM pg_cancel_backend(v_pid);
    END IF;
    RETURN false;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.cancel_lock(bigint, int) IS
    'Tries to take the advisory lock of a job''s table, cancelling the statement of the session that executes the job, or ending that of a worker. PP053 after 150 tries.';


CREATE OR REPLACE FUNCTION partition_tools_internal.job_retire(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF partition_tools_internal.job_migrates(p_job_id) THEN
        PERFORM partition_tools_internal.job_event_append(p_job_id, 'running', 'migrate_cancel', 0,
            (partition_tools_internal.job_latest(p_job_id)).position, NULL, 'cancelled');
    ELSIF coalesce((partition_tools_internal.job_latest(p_job_id)).phase, '') IN ('clean_up', 'drop') THEN
        RAISE NOTICE 'job % has swapped already; it is finished instead', p_job_id;
    ELSE
        PERFORM partition_tools_internal.job_event_append(p_job_id, 'running', 'retire', 0, NULL, NULL, 'cancelled');
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_retire(bigint) IS
    'Makes a job''s next step the one that undoes it, unless it has swapped and can only be finished.';
