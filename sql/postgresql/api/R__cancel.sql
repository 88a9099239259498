CREATE OR REPLACE PROCEDURE partition_tools.cancel(p_job_id bigint)
LANGUAGE plpgsql
AS $$
DECLARE
    v_tries int := 0;
BEGIN
    -- First, so that inside a transaction block it fails before it has done anything.
    COMMIT;
    PERFORM partition_tools_internal.locks_forget();
    IF NOT partition_tools_internal.job_to_do(p_job_id) OR partition_tools_internal.job_dismissed(p_job_id) THEN
        RETURN;
    END IF;
    IF partition_tools_internal.job_disowned(p_job_id) THEN
        RETURN;
    END IF;
    WHILE NOT partition_tools_internal.cancel_lock(p_job_id, v_tries) LOOP
        v_tries := v_tries OPERATOR(pg_catalog.+) 1;
        COMMIT;
        PERFORM pg_catalog.pg_sleep(0.2);
    END LOOP;
    COMMIT;
    IF partition_tools_internal.job_to_do(p_job_id) THEN
        PERFORM partition_tools_internal.job_retire(p_job_id);
        CALL partition_tools_internal.job_execute(p_job_id);
    END IF;
    PERFORM partition_tools_internal.table_unlock(p_job_id);
END
$$;
COMMENT ON PROCEDURE partition_tools.cancel(bigint) IS
'Cancels a job and removes everything it has made: the table is as if the job had never been started. Where another session is executing it, that session''s statement is cancelled first. A job that has swapped already is finished instead: its partitions are in place and in use. A data migration ends; the rows that it has copied stay in the target. A job that came with a dump from another database is only marked, and its own staging tables, known by their names, are removed.

p_job_id: as run returned it.

Commits, so it cannot be called inside a transaction block.

Errors: PP050 where a lock on the table could not be had; PP051 for an unknown job; PP053 where the session that executes it does not stop.';
