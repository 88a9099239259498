CREATE OR REPLACE PROCEDURE partition_tools_internal.job_execute(p_job_id bigint, p_warn boolean DEFAULT false)
LANGUAGE plpgsql
AS $$
DECLARE
    a partition_tools_internal.attempt;
BEGIN
    -- A procedure that commits cannot carry a SET clause, and COMMIT takes SET LOCAL away. A new transaction takes the session's
    -- default isolation, under which a lock would come too late for its snapshot.
    PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
    PERFORM pg_catalog.pg_advisory_lock(1347702786, partition_tools_internal.job_lock_key(p_job_id));
    COMMIT;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
    IF partition_tools_internal.job_to_do(p_job_id) THEN
        PERFORM partition_tools_internal.job_begin(p_job_id);
        COMMIT;
        SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
        PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
        LOOP
            a := partition_tools_internal.job_attempt(p_job_id, a);
            IF a.sqlstate IS NOT NULL AND p_warn AND partition_tools_internal.others_go_on(a.sqlstate) THEN
                PERFORM partition_tools_internal.job_failed_warn(p_job_id, a.sqlstate, a.message, a.detail, a.hint);
            ELSIF a.sqlstate IS NOT NULL THEN
                CALL partition_tools_internal.job_fail(p_job_id, a.sqlstate, a.message, a.detail, a.hint);
            END IF;
            COMMIT;
            SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
            -- Also for the operators that follow.
            PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
            CONTINUE WHEN a.tries > 0;
            IF partition_tools_internal.phase_of_worker(p_job_id) AND a.sqlstate IS NULL THEN
                -- The caller is the worker: it keeps the lock of the job, and goes on with work_task.
                RETURN;
            END IF;
            EXIT WHEN (partition_tools_internal.job_latest(p_job_id)).state <> 'running';
        END LOOP;
    END IF;
    PERFORM pg_catalog.pg_advisory_unlock(1347702786, partition_tools_internal.job_lock_key(p_job_id));
END
$$;
COMMENT ON PROCEDURE partition_tools_internal.job_execute(bigint, boolean) IS
    'Does the steps of a job, each in a transaction of its own, until it is done, or fails, or comes to what only a worker can do. With p_warn a failure is recorded and warned of, not raised. The caller holds the advisory lock of the table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_attempt(p_job_id bigint, p_last partition_tools_internal.attempt)
RETURNS partition_tools_internal.attempt
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.attempt;
    s partition_tools_internal.step;
BEGIN
    BEGIN
        PERFORM pg_sleep(extract(epoch FROM coalesce(p_last.pause, '0')));
        s := partition_tools_internal.job_step(p_job_id);
    EXCEPTION WHEN query_canceled OR OTHERS THEN
        GET STACKED DIAGNOSTICS a.sqlstate = RETURNED_SQLSTATE, a.message = MESSAGE_TEXT, a.detail = PG_EXCEPTION_DETAIL, a.hint = PG_EXCEPTION_HINT;
        IF a.sqlstate IN ('55P03', '40P01') THEN
            a := partition_tools_internal.lock_again(a, p_last);
        END IF;
        a.phase := p_last.phase;
        RETURN a;
    END;
    a.pause := s.pause;
    a.phase := (partition_tools_internal.job_latest(p_job_id)).phase;
    IF a.phase IS DISTINCT FROM p_last.phase THEN
        RAISE NOTICE '%', partition_tools_internal.job_progress_text(p_job_id);
    END IF;
    RETURN a;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_attempt(bigint, partition_tools_internal.attempt) IS
    'Rests as long as the last attempt has said, and tries the next step of a job. An error takes back the step alone and is returned, unless it is a lock that is worth waiting for.';

CREATE OR REPLACE FUNCTION partition_tools_internal.lock_again(p_attempt partition_tools_internal.attempt, p_last partition_tools_internal.attempt)
RETURNS partition_tools_internal.attempt
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.attempt;
BEGIN
    a.tries := coalesce(p_last.tries, 0) + 1;
    -- Patience counts from the first wait in vain, however long the work before it took.
    a.until := coalesce(p_last.until, clock_timestamp() + partition_tools_internal.lock_patience());
    IF clock_timestamp() > a.until THEN
        RETURN p_attempt;
    END IF;
    -- Standing back, longer each time, lets those through who queued behind us.
    a.pause := least(5, 0.1 * 1.5 ^ a.tries) * (0.5 + random()) * interval '1 second';
    RETURN a;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_again(partition_tools_internal.attempt, partition_tools_internal.attempt) IS
    'An attempt that met a lock, after p_last: to be repeated after a pause, or, where patience is over, as it is, with its error.';

CREATE OR REPLACE FUNCTION partition_tools_internal.others_go_on(p_sqlstate text)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN p_sqlstate NOT IN ('55P03', '40P01', 'PP054', '57014');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.others_go_on(text) IS
    'Whether other jobs of the table are to be tried when one has failed: not where the table is held, since they would wait in vain as long, nor where somebody has cancelled it.';
