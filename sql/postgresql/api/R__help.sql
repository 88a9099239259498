CREATE OR REPLACE PROCEDURE partition_tools.help(p_job_id bigint)
LANGUAGE plpgsql
AS $$
DECLARE
    h partition_tools_internal.help;
BEGIN
    -- First, so that inside a transaction block it fails before it has done anything.
    COMMIT;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
    PERFORM partition_tools_internal.locks_clean_up();
    IF partition_tools_internal.help_begin(p_job_id) THEN
        LOOP
            -- What COMMIT takes away: see job_execute.
            COMMIT;
            SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
            PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
            h := partition_tools_internal.help_attempt(p_job_id, h);
            EXIT WHEN h.ended;
        END LOOP;
        COMMIT;
        PERFORM partition_tools_internal.help_end(p_job_id, h);
    END IF;
END
$$;
COMMENT ON PROCEDURE partition_tools.help(bigint) IS
'Helps another session, which executes start, with one job: what can be done side by side is shared among all sessions that help. Ranges of blocks of the sources are copied, indexes and statistics of different partitions are built, foreign keys of different partitions are validated. Returns when the job has nothing more of that, when it has ended, or when nobody executes it any more. It can be called by any number of sessions, and at any time while the job runs. A session that ends, in whatever way, leaves to the others what it had in hand.

p_job_id: as run returned it. One that is completed or cancelled is left alone.

Commits after every task, so it cannot be called inside a transaction block. Session settings: those of start, of which partition_tools.rows_per_second is the rate of all sessions together.

Errors: whatever the task raises: then the help ends, and the session that executes the job meets the same; 57014 where the job is cancelled, or undone; PP041 where the sources have changed; PP045 where nobody executes the job; PP051 for an unknown job; PP080 where it came with a dump from another database; PP081 for a role that may not work on the table; 2D000 inside a transaction block.';
