CREATE OR REPLACE FUNCTION partition_tools_internal.job_before(p_job_id bigint)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_job partition_tools_internal.job;
    o record;
BEGIN
    SELECT * INTO v_job FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id;
    IF v_job.operation = 'migrate' OR v_job.table_oid = 0 THEN
        -- The parts of a data migration do not depend on each other, nor do plain tables that are restored.
        RETURN NULL;
    END IF;
    FOR o IN
        SELECT j.job_id, j.run_id, e.phase
          FROM partition_tools_internal.job AS j
         CROSS JOIN LATERAL partition_tools_internal.job_latest(j.job_id) AS e
         WHERE j.table_oid = v_job.table_oid AND j.job_id <> p_job_id AND j.operation <> 'migrate'
           AND coalesce(e.state, 'pending') NOT IN ('completed', 'cancelled')
           -- What a worker has to do is waited for by nobody: windows of an unload and of what follows do not overlap.
           AND (j.run_id <> v_job.run_id OR NOT partition_tools_internal.job_waits(j.job_id))
           AND (j.run_id = v_job.run_id AND j.ordinal < v_job.ordinal
                OR e.phase = 'retire'
                OR EXISTS (SELECT FROM partition_tools_internal.job_source AS s WHERE s.job_id = j.job_id)
                OR EXISTS (SELECT FROM partition_tools_internal.job_target AS t WHERE t.job_id = j.job_id))
           -- One that came with a dump has not left anything on this table.
           AND partition_tools_internal.job_elsewhere(j.job_id) IS NULL
         ORDER BY j.run_id, j.ordinal
    LOOP
        -- What stands of an abandoned run is finished where it has swapped, and undone where it has not.
        IF o.run_id <> v_job.run_id AND o.phase NOT IN ('clean_up', 'drop', 'retire') THEN
            PERFORM partition_tools_internal.job_event_append(o.job_id, 'running', 'retire', 0, NULL, NULL, format('superseded by job %s', p_job_id));
        END IF;
        RETURN o.job_id;
    END LOOP;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_before(bigint) IS
    'The next job that has to be executed before this one; NULL where there is none. A job of an abandoned run that has left something on the table is one of them; it is to be undone, unless it has swapped.';
