CREATE OR REPLACE FUNCTION partition_tools_internal.job_before(p_job_id bigint, p_tried bigint[])
RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- What jobs were to make that do not come to it now.
    v_missing text[] := '{}';
    v_leave   boolean;
    o record;
BEGIN
    FOR o IN SELECT * FROM partition_tools_internal.jobs_before(p_job_id) LOOP
        v_leave := o.job_id = ANY (p_tried);
        IF NOT v_leave AND o.same_run AND (o.failed OR v_missing && partition_tools_internal.job_ranges(o.spec)) THEN
            -- One obstacle is one failed job: those that do not depend on it go on, and do not try it again.
            v_leave := o.job_id <> ALL (partition_tools_internal.job_needs(p_job_id));
        END IF;
        IF NOT v_leave THEN
            RETURN o.job_id;
        END IF;
        v_missing := v_missing || partition_tools_internal.job_ranges(o.spec);
    END LOOP;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_before(bigint, bigint[]) IS
    'The next job that has to be executed before this one; NULL where there is none. Jobs that were tried already (p_tried) are left, and so are those that have failed, or need one that is left, where this one does not need them.';

CREATE OR REPLACE FUNCTION partition_tools_internal.jobs_before(p_job_id bigint)
RETURNS TABLE (job_id bigint, same_run boolean, failed boolean, spec json)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_job partition_tools_internal.job;
BEGIN
    SELECT * INTO v_job FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id;
    IF v_job.operation = 'migrate' OR v_job.table_oid = 0 THEN
        -- The parts of a data migration do not depend on each other, nor do plain tables that are restored.
        RETURN;
    END IF;
    RETURN QUERY
        SELECT j.job_id, j.run_id = v_job.run_id, coalesce(e.state = 'failed', false), j.spec
          FROM partition_tools_internal.job AS j
         CROSS JOIN LATERAL partition_tools_internal.job_latest(j.job_id) AS e
         -- What stands for the way back of another one's work lets that be finished first, on the table that it was.
         WHERE (j.table_oid = v_job.table_oid OR j.job_id = (v_job.spec ->> 'convert_job')::bigint) AND j.ended_at IS NULL AND j.job_id <> p_job_id AND j.operation <> 'migrate'
           AND coalesce(e.state, 'pending') NOT IN ('completed', 'cancelled')
           -- A plain table that is kept after its conversion stands in nobody's way.
           AND j.action NOT IN ('keep', 'revert')
           AND CASE WHEN j.run_id = v_job.run_id
                    -- What a worker has to do is waited for by nobody: windows of an unload and of what follows do not overlap.
                    THEN NOT partition_tools_internal.job_waits(j.job_id)
                         AND (j.ordinal < v_job.ordinal OR e.phase = 'cancel' OR partition_tools_internal.job_has_made(j.job_id))
                    ELSE e.phase = 'cancel' OR partition_tools_internal.job_has_made(j.job_id) END
           -- One that came with a dump has not left anything on this table.
           AND partition_tools_internal.job_elsewhere(j.job_id) IS NULL
         ORDER BY j.run_id, j.ordinal;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.jobs_before(bigint) IS
    'The unfinished jobs that come before this one: those of its run that are before it in the order, and those of any run that stand on the table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_depends(p_job_id bigint, p_other bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN p_other = ANY (partition_tools_internal.job_needs(p_job_id))
        OR EXISTS (SELECT FROM partition_tools_internal.job AS j JOIN partition_tools_internal.job AS o ON o.run_id <> j.run_id
                    WHERE j.job_id = p_job_id AND o.job_id = p_other
                      AND partition_tools_internal.job_ranges(j.spec) && partition_tools_internal.job_ranges(o.spec));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_depends(bigint, bigint) IS
    'Whether a job cannot be done before another one is: of its run, one that makes what it takes; of another run, one that has left something where it is to work.';

CREATE OR REPLACE PROCEDURE partition_tools_internal.jobs_before_execute(p_job_id bigint)
LANGUAGE plpgsql
AS $$
DECLARE
    v_tried  bigint[] := '{}';
    v_before bigint;
    v_tries  int := 0;
BEGIN
    -- Another job of the same run is waited for; anybody else's work is an error.
    WHILE NOT partition_tools_internal.table_lock(p_job_id, v_tries) LOOP
        v_tries := v_tries OPERATOR(pg_catalog.+) 1;
        COMMIT;
        PERFORM pg_catalog.pg_sleep(0.5);
    END LOOP;
    LOOP
        COMMIT;
        v_before := partition_tools_internal.job_before(p_job_id, v_tried);
        EXIT WHEN v_before IS NULL;
        PERFORM partition_tools_internal.job_cancel_abandoned(p_job_id, v_before);
        CALL partition_tools_internal.job_execute(v_before, NOT partition_tools_internal.job_depends(p_job_id, v_before));
        v_tried := v_tried OPERATOR(pg_catalog.||) v_before;
    END LOOP;
END
$$;
COMMENT ON PROCEDURE partition_tools_internal.jobs_before_execute(bigint) IS
    'Takes the advisory lock of a job''s table for this session, and executes what comes before the job. One of these that fails stops the job only where it depends on it.';
