CREATE OR REPLACE FUNCTION partition_tools_internal.unload_cancel_needless(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_job partition_tools_internal.job;
    v_old bigint;
    v_open bigint[];
    e partition_tools_internal.job_event;
BEGIN
    SELECT * INTO v_job FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id;
    IF v_job.action <> 'unload' THEN
        RETURN;
    END IF;
    v_open := partition_tools_internal.jobs_open(v_job.table_oid);
    FOR v_old IN
        SELECT j.job_id FROM partition_tools_internal.job AS j
         WHERE j.job_id = ANY (v_open) AND j.action = 'unload' AND j.job_id <> p_job_id
           AND j.table_oid = v_job.table_oid AND j.sources = v_job.sources
    LOOP
        e := partition_tools_internal.job_latest(v_old);
        -- Those that have left something on the table are undone when this one starts.
        IF e.state IS NULL OR e.state = 'failed' AND e.phase = 'unload_prepare' THEN
            PERFORM partition_tools_internal.job_event_append(v_old, 'cancelled', 'cancelled', 0, NULL, NULL, format('superseded by job %s', p_job_id));
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unload_cancel_needless(bigint) IS
    'Cancels jobs that wait for a worker to unload the same partition, as the policy wanted it before: to another bucket, for example.';

CREATE OR REPLACE FUNCTION partition_tools_internal.run_cancel_needless(p_table regclass, p_operations json, p_run_id bigint, p_jobs bigint[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_old bigint;
    v_open bigint[] := partition_tools_internal.jobs_open(p_table);
    v_needless bigint[];
BEGIN
    IF v_open <@ p_jobs THEN
        RETURN;
    ELSIF current_setting('transaction_isolation') <> 'read committed' THEN
        -- Whether a job was begun before we had its lock would not be seen: it stays until the next run.
        RETURN;
    END IF;
    -- Not looped over: on Greenplum a cursor needs further processes on the segments.
    v_needless := ARRAY(
        SELECT o.job_id
          FROM partition_tools_internal.job AS o
          JOIN partition_tools_internal.run AS r ON r.run_id = o.run_id
         WHERE o.job_id = ANY (v_open) AND r.kind = 'partitioning' AND o.run_id IS DISTINCT FROM p_run_id
           AND NOT EXISTS (SELECT FROM partition_tools_internal.job_event AS e WHERE e.job_id = o.job_id)
           -- A plan of the same policy is what is still wanted of it; of another one, only what is the same.
           AND (r.operations::text = p_operations::text
                OR EXISTS (SELECT FROM partition_tools_internal.job AS n
                            WHERE n.job_id = ANY (p_jobs) AND n.action = o.action AND n.sources = o.sources AND n.targets = o.targets))
         ORDER BY o.job_id);
    FOREACH v_old IN ARRAY coalesce(v_needless, '{}') LOOP
        -- Who is about to begin it has this lock.
        IF pg_try_advisory_xact_lock(1347702786, partition_tools_internal.job_lock_key(v_old))
           AND (partition_tools_internal.job_latest(v_old)).state IS NULL THEN
            PERFORM partition_tools_internal.job_event_append(v_old, 'cancelled', 'cancelled', 0, NULL, NULL,
                coalesce('superseded by run ' || p_run_id, 'superseded: the table is in shape without it'));
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.run_cancel_needless(regclass, json, bigint, bigint[]) IS
    'Cancels the jobs of earlier runs of a table that nobody has begun and that a new run, with its jobs, makes needless.';
