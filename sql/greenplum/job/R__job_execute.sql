CREATE OR REPLACE FUNCTION partition_tools_internal.job_lock(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_before bigint;
    v_tries  int := 0;
    v_detail text;
    v_hint   text;
BEGIN
    PERFORM partition_tools_internal.job_at_home(p_job_id);
    -- Another job of the same run is waited for; anybody else's work is an error.
    WHILE NOT partition_tools_internal.table_lock(p_job_id, v_tries) LOOP
        v_tries := v_tries + 1;
        PERFORM pg_sleep(0.5);
    END LOOP;
    LOOP
        v_before := partition_tools_internal.job_before(p_job_id);
        EXIT WHEN v_before IS NULL;
        BEGIN
            PERFORM partition_tools_internal.job_execute(v_before);
        EXCEPTION WHEN OTHERS THEN
            IF v_before = ANY (partition_tools_internal.job_needs(p_job_id)) THEN
                RAISE;
            END IF;
            GET STACKED DIAGNOSTICS v_detail = PG_EXCEPTION_DETAIL, v_hint = PG_EXCEPTION_HINT;
            PERFORM partition_tools_internal.job_failed(v_before, SQLSTATE, SQLERRM, v_detail, v_hint);
            RAISE WARNING 'job % failed: %', v_before, SQLERRM;
        END;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_lock(bigint) IS
    'Takes the advisory lock of a job''s table, and does the jobs that come before it. One of those that fails is recorded, and stops only what needs it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_execute(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    w partition_tools_internal.work;
BEGIN
    PERFORM partition_tools_internal.job_at_home(p_job_id);
    -- By this lock the view jobs knows that the job is running.
    PERFORM pg_advisory_xact_lock(1347702786, partition_tools_internal.job_lock_key(p_job_id));
    -- Who cancels a job holds this lock until that is committed.
    IF NOT partition_tools_internal.job_to_do(p_job_id) THEN
        RETURN;
    END IF;
    PERFORM partition_tools_internal.job_event_append(p_job_id, 'running', 'execute');
    EXECUTE format('SELECT * FROM partition_tools_internal.%I($1)', 'execute_' || partition_tools_internal.job_kind(p_job_id)) INTO w USING p_job_id;
    PERFORM partition_tools_internal.job_event_append(p_job_id, 'completed', 'done', coalesce(w.rows, 0), w.position);
    RAISE NOTICE '%', partition_tools_internal.job_progress_text(p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_execute(bigint) IS
    'Does a job, and records it in the same transaction. The caller holds the advisory lock of the table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_kind(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT CASE WHEN j.operation = 'migrate' THEN 'migrate' WHEN j.action IN ('drop', 'detach') THEN 'removal'
                        WHEN j.action IN ('unload', 'restore', 'convert') THEN j.action WHEN j.action IN ('revert', 'unpartition') THEN 'unpartition' ELSE 'repartition' END
              FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_kind(bigint) IS 'Which of the functions execute_... does a job.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_progress_text(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    j partition_tools_internal.job;
    e partition_tools_internal.job_event;
BEGIN
    SELECT * INTO j FROM partition_tools_internal.job AS o WHERE o.job_id = p_job_id;
    e := partition_tools_internal.job_latest(p_job_id);
    RETURN format('job %s: %s of %s: %s', j.job_id, j.action, j.table_name,
                  CASE e.phase WHEN 'done' THEN format('done, %s rows in %s', e.rows, e.elapsed) ELSE e.state END);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_progress_text(bigint) IS 'One line on where a job stands.';
