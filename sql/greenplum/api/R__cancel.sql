CREATE OR REPLACE FUNCTION partition_tools.cancel(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET optimizer = off
AS $$
DECLARE
    v_pid   int;
    v_tries int := 0;
BEGIN
    IF partition_tools_internal.job_cancelled(p_job_id) THEN
        RAISE NOTICE 'job % is cancelled already', p_job_id;
    ELSE
        WHILE NOT pg_try_advisory_xact_lock(1347702786, partition_tools_internal.job_lock_key(p_job_id)) LOOP
            SELECT v.pid INTO v_pid FROM partition_tools.jobs AS v WHERE v.job_id = p_job_id AND v.state = 'running';
            IF v_tries > 150 THEN
                RAISE EXCEPTION 'job % cannot be cancelled: another session works on it', p_job_id
                    USING ERRCODE = 'PP053', HINT = coalesce(format('End it with SELECT pg_terminate_backend(%s), then cancel again.', v_pid), 'Cancel again when it has finished.');
            ELSIF v_pid IS NOT NULL AND v_tries % 10 = 0 THEN
                IF partition_tools_internal.job_waits(p_job_id) AND (SELECT a.state FROM pg_stat_activity AS a WHERE a.pid = v_pid) LIKE 'idle%' THEN
                    -- A worker's session that only keeps the locks has no statement to cancel; without it the worker gives up.
                    PERFORM pg_terminate_backend(v_pid);
                END IF;
                PERFORM pg_cancel_backend(v_pid);
            END IF;
            v_tries := v_tries + 1;
            PERFORM pg_sleep(0.2);
        END LOOP;
        -- It may have completed until the lock was had.
        IF NOT partition_tools_internal.job_cancelled(p_job_id) THEN
            PERFORM partition_tools_internal.job_event_append(p_job_id, 'cancelled', 'cancelled', 0, NULL, NULL, 'cancelled');
        END IF;
    END IF;
    RETURN partition_tools_internal.job_progress_text(p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools.cancel(bigint) IS
'Cancels a job: it will not be executed, whatever else is at work on the table. Where another session is executing it, that session''s statement is cancelled first, which leaves the table as it was. Returns one line on where the job stands.

p_job_id: as run returned it.

Errors: PP051 for an unknown job; PP053 where the session that executes it does not stop; PP056 where the job has completed.';
