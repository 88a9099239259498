DROP PROCEDURE IF EXISTS partition_tools_internal.job_execute(bigint);

CREATE OR REPLACE PROCEDURE partition_tools_internal.job_execute(p_job_id bigint, p_pass boolean DEFAULT false)
LANGUAGE plpgsql
AS $$
DECLARE
    s partition_tools_internal.step;
    v_until pg_catalog.timestamptz;
    v_pause interval := '0';
    v_tries int := 0;
    v_phase pg_catalog.text := '';
    v_state pg_catalog.text;
    v_message pg_catalog.text;
    v_detail pg_catalog.text;
    v_hint pg_catalog.text;
BEGIN
    PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
    PERFORM pg_catalog.pg_advisory_lock(1347702786, partition_tools_internal.job_lock_key(p_job_id));
    -- A snapshot from before the lock would not show that the job was cancelled, or done, while we waited for it.
    COMMIT;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    IF NOT partition_tools_internal.job_to_do(p_job_id) THEN
        -- Dismissed while we came to it.
        PERFORM pg_catalog.pg_advisory_unlock(1347702786, partition_tools_internal.job_lock_key(p_job_id));
        RETURN;
    END IF;
    PERFORM partition_tools_internal.job_begin(p_job_id);
    COMMIT;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    LOOP
        -- A procedure that commits cannot carry a SET clause, and COMMIT takes SET LOCAL away.
        PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
        v_state := NULL;
        BEGIN
            PERFORM pg_sleep(extract(epoch FROM v_pause));
            s := partition_tools_internal.job_step(p_job_id);
        EXCEPTION WHEN query_canceled OR OTHERS THEN
            GET STACKED DIAGNOSTICS v_state = RETURNED_SQLSTATE, v_message = MESSAGE_TEXT, v_detail = PG_EXCEPTION_DETAIL, v_hint = PG_EXCEPTION_HINT;
        END;
        IF v_state IN ('55P03', '40P01') AND v_tries = 0 THEN
            -- Patience counts from the first wait in vain, however long the work before it took.
            v_until := clock_timestamp() + partition_tools_internal.lock_patience();
        END IF;
        IF v_state IN ('55P03', '40P01') AND clock_timestamp() < v_until THEN
            -- Somebody holds the table. Standing back, longer each time, lets those through who queued behind us.
            v_tries := v_tries + 1;
            v_pause := least(5, 0.1 * 1.5 ^ v_tries) * (0.5 + random()) * interval '1 second';
        ELSIF v_state IS NOT NULL AND p_pass AND v_state NOT IN ('55P03', '40P01', 'PP054', '57014') THEN
            -- Another job is to go on; one that finds the table held would wait in vain as long.
            PERFORM partition_tools_internal.job_passed(p_job_id, v_state, v_message, v_detail, v_hint);
            COMMIT;
            EXIT;
        ELSIF v_state IS NOT NULL THEN
            CALL partition_tools_internal.job_fail(p_job_id, v_state, v_message, v_detail, v_hint);
        ELSE
            v_pause := coalesce(s.pause, '0');
            v_tries := 0;
            IF s.phase <> v_phase THEN
                v_phase := s.phase;
                RAISE NOTICE '%', partition_tools_internal.job_progress_text(p_job_id);
            END IF;
        END IF;
        COMMIT;
        -- A new transaction takes the session's default, under which a lock would come too late for its snapshot.
        SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
        IF v_state IS NULL AND partition_tools_internal.phase_of_worker(s.phase) THEN
            -- The caller is the worker: it keeps the lock of the job, and goes on with work_task.
            RETURN;
        END IF;
        EXIT WHEN v_state IS NULL AND (s.phase OPERATOR(pg_catalog.=) 'done' OR s.phase OPERATOR(pg_catalog.=) 'cancelled');
    END LOOP;
    PERFORM pg_catalog.pg_advisory_unlock(1347702786, partition_tools_internal.job_lock_key(p_job_id));
END
$$;
COMMENT ON PROCEDURE partition_tools_internal.job_execute(bigint, boolean) IS
    'Does the steps of a job, each in a transaction of its own, until it is done, or fails, or comes to what only a worker can do. With p_pass a failure is recorded and warned of, not raised. The caller holds the advisory lock of the table.';
