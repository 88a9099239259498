CREATE OR REPLACE FUNCTION partition_tools_internal.cancel_lock(p_job_id bigint, p_tries int)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table oid := (SELECT j.table_oid FROM partition_tools_internal.job j WHERE j.job_id = p_job_id);
    v_pid   int;
BEGIN
    IF pg_try_advisory_lock(1347702785, partition_tools_internal.table_lock_key(v_table)) THEN
        RETURN true;
    END IF;
    SELECT v.pid INTO v_pid FROM partition_tools.jobs AS v WHERE v.job_id = p_job_id AND v.state = 'running';
    IF p_tries > 150 THEN
        RAISE EXCEPTION 'job % cannot be cancelled: another session works on %', p_job_id, v_table::regclass
            USING ERRCODE = 'PP053', HINT = coalesce(format('End it with SELECT pg_terminate_backend(%s), then cancel again.', v_pid), 'Cancel again when it has finished.');
    ELSIF v_pid IS NOT NULL AND p_tries % 10 = 0 THEN
        PERFORM pg_cancel_backend(v_pid);
    END IF;
    RETURN false;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.cancel_lock(bigint, int) IS
    'Tries to take the advisory lock of a job''s table, cancelling the statement of the session that executes the job. PP053 after 150 tries.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_cancelled(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    e partition_tools_internal.job_event;
    v_until timestamptz := clock_timestamp() + partition_tools_internal.lock_patience();
BEGIN
    e := partition_tools_internal.job_latest(p_job_id);
    IF e.phase IN ('clean_up', 'drop') THEN
        RETURN false;
    END IF;
    PERFORM set_config('lock_timeout', partition_tools_internal.setting('lock_timeout', '300ms'), true);
    LOOP
        BEGIN
            PERFORM partition_tools_internal.job_undo(p_job_id);
            EXIT;
        EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
            IF clock_timestamp() > v_until THEN
                PERFORM partition_tools_internal.table_unlock(p_job_id);
                RAISE EXCEPTION 'job % could not lock its table to undo its work', p_job_id
                    USING ERRCODE = 'PP050', DETAIL = coalesce(partition_tools_internal.lock_holders(p_job_id), SQLERRM), HINT = 'Cancel again when the table is free.';
            END IF;
        END;
        PERFORM pg_sleep(0.1 + random() * 0.4);
    END LOOP;
    PERFORM partition_tools_internal.job_event_append(p_job_id, 'cancelled', partition_tools_internal.job_first_phase(p_job_id));
    RETURN true;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_cancelled(bigint) IS
    'Undoes a job and records it as cancelled; false where it has swapped and can only be finished.';
