DROP FUNCTION IF EXISTS partition_tools_internal.job_before(bigint);

CREATE OR REPLACE FUNCTION partition_tools_internal.job_before(p_job_id bigint, p_passed bigint[])
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_job   partition_tools_internal.job;
    v_needs bigint[];
    v_stuck text[] := '{}';
    o record;
BEGIN
    SELECT * INTO v_job FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id;
    IF v_job.operation = 'migrate' OR v_job.table_oid = 0 THEN
        -- The parts of a data migration do not depend on each other, nor do plain tables that are restored.
        RETURN NULL;
    END IF;
    FOR o IN
        SELECT j.job_id, j.run_id, j.spec, e.state, e.phase
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
        IF o.state = 'failed' OR o.job_id = ANY (p_passed) OR v_stuck <> '{}' THEN
            -- One obstacle is one failed job: those that do not depend on it go on, and do not try it again.
            v_needs := coalesce(v_needs, partition_tools_internal.job_needs(p_job_id));
            IF o.job_id = ANY (p_passed)
               OR o.run_id = v_job.run_id AND o.job_id <> ALL (v_needs)
                  AND (o.state = 'failed' OR v_stuck && partition_tools_internal.job_ranges(o.spec))
            THEN
                v_stuck := v_stuck || partition_tools_internal.job_ranges(o.spec);
                CONTINUE;
            END IF;
        END IF;
        -- What stands of an abandoned run is finished where it has swapped, and undone where it has not.
        IF o.run_id <> v_job.run_id AND o.phase NOT IN ('clean_up', 'drop', 'retire') THEN
            PERFORM partition_tools_internal.job_event_append(o.job_id, 'running', 'retire', 0, NULL, NULL, format('superseded by job %s', p_job_id));
        END IF;
        RETURN o.job_id;
    END LOOP;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_before(bigint, bigint[]) IS
    'The next job that has to be executed before this one; NULL where there is none. Jobs that have failed, or are in p_passed, are passed over where this one does not need them. A job of an abandoned run that has left something on the table is one of them; it is to be undone, unless it has swapped.';

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
