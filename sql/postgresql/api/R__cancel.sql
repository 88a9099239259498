CREATE OR REPLACE PROCEDURE partition_tools.cancel(p_job_id bigint)
LANGUAGE plpgsql
AS $$
DECLARE
    v_tries int := 0;
BEGIN
    -- First, so that inside a transaction block it fails before it has done anything.
    COMMIT;
    PERFORM partition_tools_internal.locks_clean_up();
    IF NOT partition_tools_internal.cancel_request(p_job_id) THEN
        RETURN;
    END IF;
    IF partition_tools_internal.job_cancel_elsewhere(p_job_id) THEN
        RETURN;
    END IF;
    LOOP
        COMMIT;
        -- With a snapshot from before a lock, what became of the job until then would stay unseen.
        SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
        EXIT WHEN partition_tools_internal.job_cancel_at_once(p_job_id) OR partition_tools_internal.job_cancelled(p_job_id);
        IF partition_tools_internal.cancel_lock(p_job_id, v_tries) THEN
            COMMIT;
            CALL partition_tools_internal.job_execute(p_job_id);
            PERFORM partition_tools_internal.table_unlock(p_job_id);
        ELSE
            v_tries := v_tries OPERATOR(pg_catalog.+) 1;
            COMMIT;
            PERFORM pg_catalog.pg_sleep(0.2);
        END IF;
    END LOOP;
END
$$;
COMMENT ON PROCEDURE partition_tools.cancel(bigint) IS
'Cancels a job and removes everything it has made: the table is as if the job had never been started. The request counts at once, whoever works on the table: a job that has not begun never will, one that is under way stops before its next step, and where another session is executing it, that session''s statement is cancelled, too. A job that has swapped already is finished instead: its partitions are in place and in use. A partition that a job has detached and not dropped yet stays, as a table of its own. A data migration ends; the rows that it has copied stay in the target. A job that came with a dump from another database is only marked, and its own staging tables, known by their names, are removed.

p_job_id: as run returned it.

Commits, so it cannot be called inside a transaction block. When it returns, the job is cancelled.

Errors: PP050 where a lock on the table could not be had; PP051 for an unknown job; PP053 where the session that works on the table does not stop (the request stands: the job will not go on); PP056 where the job has completed, because it was done before, or had swapped.';
