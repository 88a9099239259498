CREATE OR REPLACE PROCEDURE partition_tools_internal.manage(p_table regclass, p_operation json, p_as_of timestamptz)
LANGUAGE plpgsql
AS $$
DECLARE
    v_jobs bigint[];
    v_job  bigint;
    -- What other tables were, and has been kept long enough.
    v_due  bigint[];
BEGIN
    COMMIT;
    v_jobs := ARRAY(SELECT r.job_id FROM partition_tools.run(p_table, pg_catalog.json_build_array(p_operation), p_as_of) AS r);
    v_due := ARRAY(SELECT j.job_id FROM partition_tools_internal.job AS j WHERE j.job_id OPERATOR(pg_catalog.=) ANY (v_jobs) AND j.table_oid OPERATOR(pg_catalog.<>) p_table);
    COMMIT;
    FOREACH v_job IN ARRAY v_jobs LOOP
        -- One obstacle is one failed job; what needs that one waits for the next call.
        CONTINUE WHEN partition_tools_internal.job_needs(v_job) OPERATOR(pg_catalog.&&) partition_tools_internal.jobs_failed(v_jobs);
        CALL partition_tools_internal.job_start(v_job, true);
    END LOOP;
    COMMIT;
    -- Those of other tables are warned of, and no business of this one.
    PERFORM partition_tools_internal.jobs_raise(ARRAY(SELECT u.job_id FROM pg_catalog.unnest(v_jobs) AS u (job_id) WHERE u.job_id OPERATOR(pg_catalog.<>) ALL (v_due)));
END
$$;
COMMENT ON PROCEDURE partition_tools_internal.manage(regclass, json, timestamptz) IS
    'Plans one operation on a table and executes its jobs. A job that fails does not stop those that do not need it; its error is raised at the end.';

CREATE OR REPLACE FUNCTION partition_tools_internal.jobs_failed(p_jobs bigint[])
RETURNS bigint[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(SELECT u.job_id FROM unnest(p_jobs) AS u (job_id)
                  WHERE (partition_tools_internal.job_latest(u.job_id)).state = 'failed' ORDER BY u.job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.jobs_failed(bigint[]) IS 'Those of some jobs that have failed.';

CREATE OR REPLACE FUNCTION partition_tools_internal.jobs_raise(p_jobs bigint[])
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_failed bigint[] := partition_tools_internal.jobs_failed(p_jobs);
    e partition_tools_internal.job_event;
BEGIN
    IF v_failed <> '{}' THEN
        e := partition_tools_internal.job_latest(v_failed[1]);
        RAISE EXCEPTION USING ERRCODE = e.sqlstate, MESSAGE = e.message, HINT = coalesce(e.hint, ''),
            DETAIL = concat_ws(E'\n', e.error_detail, format('%s of %s jobs failed: %s.', cardinality(v_failed), cardinality(p_jobs), array_to_string(v_failed, ', ')));
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.jobs_raise(bigint[]) IS
    'Raises the error of the first of some jobs that has failed, and says which others have.';
