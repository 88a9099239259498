CREATE OR REPLACE FUNCTION partition_tools.run(
    p_table regclass, p_operations json, p_as_of timestamptz DEFAULT now())
RETURNS TABLE (job_id bigint, statement text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.action;
    v_run_id  bigint;
    v_ordinal int := 0;
    v_jobs    bigint[] := '{}';
    v_actions partition_tools_internal.action[];
    v_refusal record;
    v_refused boolean := false;
BEGIN
    v_actions := coalesce(ARRAY(SELECT p FROM partition_tools_internal.plan_actions(p_table, p_operations, p_as_of) AS p), '{}');
    v_actions := coalesce(ARRAY(SELECT p FROM partition_tools_internal.plan_portions(v_actions) AS p), '{}');
    v_refusal := partition_tools_internal.cleanup_refusal(p_table, p_operations, p_as_of, v_actions);
    IF v_refusal.code <> 'PP097' THEN
        RAISE EXCEPTION USING ERRCODE = v_refusal.code, MESSAGE = v_refusal.message, DETAIL = v_refusal.detail, HINT = v_refusal.hint;
    END IF;
    FOREACH a IN ARRAY v_actions LOOP
        IF a.action IN ('drop', 'detach') AND v_refusal.code IS NOT NULL THEN
            -- The gap stops the removal and nothing else: one job says why, in place of all that would remove.
            CONTINUE WHEN v_refused;
            v_refused := true;
        END IF;
        IF a.action = 'unload' THEN
            PERFORM partition_tools_internal.s3_server_check(a.s3_server_name, a.s3_bucket);
        END IF;
        v_ordinal := v_ordinal + 1;
        IF v_run_id IS NULL THEN
            v_run_id := partition_tools_internal.run_insert('partitioning', p_as_of, p_operations);
        END IF;
        job_id := partition_tools_internal.run_job(v_run_id, v_ordinal, p_table, p_operations, a);
        IF a.action IN ('drop', 'detach') AND v_refused THEN
            UPDATE partition_tools_internal.job AS j
               SET spec = partition_tools_internal.json_with(j.spec, json_build_object('refused', json_build_object(
                       'code', v_refusal.code, 'message', v_refusal.message, 'detail', v_refusal.detail, 'hint', v_refusal.hint)))
             WHERE j.job_id = run.job_id;
        END IF;
        v_jobs := v_jobs || job_id;
        statement := partition_tools_internal.job_statement(job_id);
        RETURN NEXT;
    END LOOP;
    FOREACH job_id IN ARRAY partition_tools_internal.jobs_detaching(p_table) LOOP
        CONTINUE WHEN job_id = ANY (v_jobs);
        v_ordinal := v_ordinal + 1;
        IF v_run_id IS NULL THEN
            v_run_id := partition_tools_internal.run_insert('partitioning', p_as_of, p_operations);
        END IF;
        UPDATE partition_tools_internal.job AS j SET run_id = v_run_id, ordinal = v_ordinal WHERE j.job_id = run.job_id;
        v_jobs := v_jobs || job_id;
        statement := partition_tools_internal.job_statement(job_id);
        RETURN NEXT;
    END LOOP;
    PERFORM partition_tools_internal.run_cancel_needless(p_table, p_operations, v_run_id, v_jobs);
    FOREACH job_id IN ARRAY partition_tools_internal.keepers_due(p_table, p_as_of) LOOP
        statement := partition_tools_internal.job_statement(job_id);
        RETURN NEXT;
    END LOOP;
    PERFORM partition_tools_internal.run_sweep(p_table);
-- Nothing is caught: it is raised again. But within a block that could catch an error Greenplum does not send each setting that a routine makes to its segments.
EXCEPTION WHEN no_data_found THEN
    RAISE;
END
$$;
COMMENT ON FUNCTION partition_tools.run(regclass, json, timestamptz) IS
'Persists the plan of a table as jobs, and returns one statement for each, in the order of execution, ready for \gexec, a scheduler or several sessions. No rows where the table is in shape.

p_table, p_operations, p_as_of: as for plan.

An action that a job has begun and not finished gets that job again, so that a repeated run resumes it, with the settings that the policy has now. So does one whose partition has left the table, or is leaving it (DETACH CONCURRENTLY, interrupted), which no plan shows any more. Jobs of earlier runs that nobody has begun are cancelled where this run does the same, or has the same policy. Jobs of one table may be started in any order and at once: each first waits for, or does, those before it.

Last come jobs of other tables of yours, of which no policy may know: what is kept after their conversion and has been long enough (keep_source) is dropped.

On Greenplum 6, where all partitions of a job are made under one lock, many new ones are several jobs (partition_tools.portion_limit, default 25), each of which leaves a valid table.

An unload is a job for a worker: the command line (partition-tools run, partition-tools work) does it; start leaves it alone.

What would remove partitions wrongly is refused: PP095 (too many at once), PP096 (the current one) and PP098 (a reference time far ahead of the clock) before anything is made; where a partition is missing between others, one job that fails with PP097 takes the place of those that remove.

Errors: as plan; PP095, PP096, PP098; PP070 where the policy unloads to a server that s3_server does not have; PP030 where the server has a writer that this version does not have.';

CREATE OR REPLACE FUNCTION partition_tools_internal.run_job(
    p_run_id bigint, p_ordinal int, p_table regclass, p_operations json, p_action partition_tools_internal.action)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_job_id bigint;
BEGIN
    IF p_action.action = 'finish' THEN
        -- It stands for what is kept, and knows what to do.
        v_job_id := partition_tools_internal.keeper_due(p_table);
        UPDATE partition_tools_internal.job AS j SET run_id = p_run_id, ordinal = p_ordinal WHERE j.job_id = v_job_id;
        RETURN v_job_id;
    END IF;
    v_job_id := partition_tools_internal.job_unfinished(p_table, p_action);
    IF v_job_id IS NULL THEN
        v_job_id := partition_tools_internal.job_insert(p_run_id, p_ordinal, p_table, p_operations, p_action);
        PERFORM partition_tools_internal.unload_cancel_needless(v_job_id);
    ELSE
        -- It becomes a job of this run: the others are to wait for it, or it for them; and it goes on as the policy is now.
        UPDATE partition_tools_internal.job AS j
           SET run_id = p_run_id, ordinal = p_ordinal, spec = partition_tools_internal.job_spec(p_operations, p_action) WHERE j.job_id = v_job_id;
    END IF;
    RETURN v_job_id;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.run_job(bigint, int, regclass, json, partition_tools_internal.action) IS
    'The job that does an action in a run: one that has begun it and not finished, or a new one.';
