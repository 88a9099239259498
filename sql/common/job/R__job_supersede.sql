CREATE OR REPLACE FUNCTION partition_tools_internal.job_supersede(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_job partition_tools_internal.job;
    v_old bigint;
    e partition_tools_internal.job_event;
BEGIN
    SELECT * INTO v_job FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id;
    FOR v_old IN
        SELECT j.job_id FROM partition_tools_internal.job AS j
         WHERE j.action = 'unload' AND v_job.action = 'unload' AND j.job_id <> p_job_id
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
COMMENT ON FUNCTION partition_tools_internal.job_supersede(bigint) IS
    'Cancels jobs that wait for a worker to unload the same partition, as the policy wanted it before: to another bucket, for example.';
