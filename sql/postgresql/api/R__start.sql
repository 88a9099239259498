CREATE OR REPLACE PROCEDURE partition_tools.start(p_job_id bigint)
LANGUAGE plpgsql
AS $$
BEGIN
    CALL partition_tools_internal.job_start(p_job_id);
END
$$;
COMMENT ON PROCEDURE partition_tools.start(bigint) IS
'Executes a job, or goes on with it where an earlier attempt stopped. A job that is completed or cancelled is left alone, and so, with a warning, is one that needs a worker (an unload, a restore): partition-tools work does it, and no other job waits for it. Parts of a data migration can run at once; otherwise jobs before it in its run, on the same table, are done first, or waited for where another session does them. One of those that fails is warned of, and does not stop this one unless it makes what this one takes.

p_job_id: as run returned it.

Commits after every step, so it cannot be called inside a transaction block. At any interruption (cancel, lost connection, crash) the table is whole and the job can be started again. Session settings: partition_tools.lock_timeout (default 300ms), how long a lock may be waited for at a time; partition_tools.lock_patience (10 minutes), how long to try; partition_tools.snapshot_patience (1 hour), how long to wait for transactions that are older than the copy; partition_tools.capture_limit (4 GB), how much the record of changes may grow; partition_tools.space_limit (none), how much space a job may take beside its table; partition_tools.pacing (on), rests while other sessions are busy; partition_tools.rows_per_second, a fixed rate instead; partition_tools.batch_ms (200), length of a copying transaction.

Errors: 57014 where it is cancelled meanwhile; PP020 to PP025 where the job cannot be begun; PP040 to PP042 where the table was truncated or altered meanwhile, or more changed than may be recorded; PP043 where generated values would change; PP048 where the job would take more space than it may; PP050 where a lock could not be had; PP099 where a client can detach a partition without it; PP054 where old transactions stay open; PP051 for an unknown job; PP052 where another run works on the table, or another session on the same job; PP080 where the job came with a dump from another database; PP060 where a source or target of a migration is gone; 2D000 inside a transaction block.';

CREATE OR REPLACE PROCEDURE partition_tools_internal.job_start(p_job_id bigint, p_warn boolean DEFAULT false)
LANGUAGE plpgsql
AS $$
DECLARE
    v_begun boolean := false;
BEGIN
    -- First, so that inside a transaction block it fails before it has done anything.
    COMMIT;
    PERFORM partition_tools_internal.locks_clean_up();
    IF NOT partition_tools_internal.job_to_do(p_job_id) OR partition_tools_internal.job_left_to_worker(p_job_id)
       OR partition_tools_internal.job_left_kept(p_job_id) THEN
        RETURN;
    END IF;
    PERFORM partition_tools_internal.job_at_home(p_job_id);
    CALL partition_tools_internal.jobs_before_execute(p_job_id);
    IF partition_tools_internal.job_to_do(p_job_id) THEN
        v_begun := true;
        CALL partition_tools_internal.job_execute(p_job_id, p_warn);
    END IF;
    PERFORM partition_tools_internal.table_unlock(p_job_id);
    IF v_begun AND (partition_tools_internal.job_latest(p_job_id)).state OPERATOR(pg_catalog.=) 'cancelled' THEN
        RAISE EXCEPTION 'job % has been cancelled', p_job_id
            USING ERRCODE = '57014', DETAIL = 'Another session has called partition_tools.cancel.';
    END IF;
END
$$;
COMMENT ON PROCEDURE partition_tools_internal.job_start(bigint, boolean) IS
    'What start does. With p_warn a failure of the job is recorded and warned of, not raised.';
