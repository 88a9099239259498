CREATE OR REPLACE FUNCTION partition_tools.start(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET optimizer = off
AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        -- A snapshot from before a lock would hide what was written until the lock was had.
        RAISE EXCEPTION 'a job needs READ COMMITTED' USING ERRCODE = '25001';
    ELSIF partition_tools_internal.job_to_do(p_job_id) AND NOT partition_tools_internal.job_left_to_worker(p_job_id) THEN
        PERFORM partition_tools_internal.job_lock(p_job_id);
        IF partition_tools_internal.job_to_do(p_job_id) THEN
            PERFORM partition_tools_internal.job_execute(p_job_id);
        END IF;
    END IF;
    RETURN partition_tools_internal.job_progress_text(p_job_id);
-- Nothing is caught: it is raised again. But within a block that could catch an error Greenplum does not send each setting that a routine makes to its segments.
EXCEPTION WHEN no_data_found THEN
    RAISE;
END
$$;
COMMENT ON FUNCTION partition_tools.start(bigint) IS
'Executes a job, all of it in the transaction of the caller: it is done, or nothing has happened. A job that is completed or cancelled is left alone. Parts of a data migration can run at once; otherwise jobs before it in its run, on the same table, are done first, or waited for where another session does them; one of those that fails does not stop this one unless it makes what this one takes. Returns one line on what was done.

p_job_id: as run returned it.

Locks: readers of the table go on while rows are copied, writers wait; then ACCESS EXCLUSIVE for the change of the catalogue, some 30 ms a partition whatever the rows, until the transaction ends: call it in autocommit mode. With access_exclusive_mode ACCESS EXCLUSIVE from the start. After an error or an interruption the job can be started again; what is recorded of it is rolled back, too, so the command line records the error in a second transaction. Session settings: partition_tools.lock_timeout (default 300ms), how long a lock may be waited for at a time; partition_tools.lock_patience (10 minutes), how long to try.

Errors: PP020 to PP026 where the job cannot be done; PP050 where a lock could not be had; PP051 for an unknown job; PP052 where another run works on the table, or another session on the same job; PP080 where the job came with a dump from another database; PP060 where a source or target of a migration is gone; 25001 where the transaction is not READ COMMITTED.';
