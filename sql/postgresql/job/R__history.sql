CREATE OR REPLACE FUNCTION partition_tools_internal.history()
RETURNS interval
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_text text := partition_tools_internal.setting('history', '90 days');
    v_history interval;
BEGIN
    IF v_text = 'off' THEN
        RETURN NULL;
    END IF;
    BEGIN
        v_history := v_text::interval;
    EXCEPTION WHEN invalid_datetime_format OR datetime_field_overflow OR interval_field_overflow THEN
        v_history := NULL;
    END;
    IF v_history IS NULL OR v_history < '0' THEN
        RAISE EXCEPTION 'partition_tools.history is how long jobs are remembered, or off, not %', quote_literal(v_text)
            USING ERRCODE = '22023', HINT = 'For example: SET partition_tools.history = ''90 days''.';
    END IF;
    RETURN v_history;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.history() IS
    'How long jobs are remembered that have ended: partition_tools.history, default 90 days; NULL where it is off, so for ever.';

CREATE OR REPLACE FUNCTION partition_tools_internal.history_due(p_table oid, p_before timestamptz, p_limit int)
RETURNS bigint[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Whoever sweeps at the same time takes others. Jobs of tables on which the caller may not work are for who may.
    RETURN ARRAY(
        SELECT j.job_id
          FROM partition_tools_internal.job AS j LEFT JOIN pg_class AS c ON c.oid = j.table_oid
         WHERE j.ended_at < p_before AND (j.table_oid = p_table OR p_table IS NULL)
           -- Data migrations go on from earlier ones, and what a conversion has made of a table is needed to make it undone.
           AND (j.operation <> 'migrate' AND j.action NOT IN ('convert', 'unpartition', 'keep', 'revert', 'finish') OR c.oid IS NULL)
           -- A plain table that became a partition, or another table, has another number in its job.
           AND (j.action <> 'convert' OR NOT EXISTS (SELECT FROM pg_class AS n WHERE n.oid = (j.spec ->> 'root')::oid))
           AND NOT EXISTS (SELECT FROM partition_tools_internal.archive AS a WHERE a.job_id = j.job_id)
           AND NOT EXISTS (SELECT FROM partition_tools_internal.archive_restore AS a WHERE a.job_id = j.job_id)
           AND NOT EXISTS (SELECT FROM partition_tools_internal.job_source AS n WHERE n.job_id = j.job_id)
           AND NOT EXISTS (SELECT FROM partition_tools_internal.job_target AS n WHERE n.job_id = j.job_id)
           AND NOT EXISTS (SELECT FROM partition_tools_internal.job_rename AS n WHERE n.job_id = j.job_id)
           AND NOT EXISTS (SELECT FROM partition_tools_internal.job_context AS n WHERE n.job_id = j.job_id)
           AND NOT EXISTS (SELECT FROM partition_tools_internal.job_copied AS n WHERE n.job_id = j.job_id)
           AND NOT EXISTS (SELECT FROM partition_tools_internal.job_task AS n WHERE n.job_id = j.job_id)
           AND NOT EXISTS (SELECT FROM partition_tools_internal.job_helped AS n WHERE n.job_id = j.job_id)
           AND NOT EXISTS (SELECT FROM partition_tools_internal.job_incoming_key AS n WHERE n.job_id = j.job_id)
           AND CASE WHEN c.oid IS NOT NULL THEN pg_has_role(c.relowner, 'USAGE') ELSE partition_tools_internal.is_trusted(current_user, j.made_by) END
         ORDER BY j.ended_at LIMIT p_limit
           FOR UPDATE OF j SKIP LOCKED);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.history_due(oid, timestamptz, int) IS
    'The oldest jobs of a table (NULL: all) that ended before a point in time, that nothing needs any more, and that the caller may remove; locked.';

CREATE OR REPLACE FUNCTION partition_tools_internal.history_sweep(p_table oid, p_limit int)
RETURNS int
LANGUAGE plpgsql
-- Rows of events that the caller may not see would stay, and their job with them: those are not due for him.
SET search_path = pg_catalog, pg_temp SET row_security = on
AS $$
DECLARE
    v_jobs bigint[] := partition_tools_internal.history_due(p_table, now() - partition_tools_internal.history(), p_limit);
    v_runs bigint[];
BEGIN
    IF v_jobs = '{}' THEN
        RETURN 0;
    END IF;
    DELETE FROM partition_tools_internal.job_cancel AS h WHERE h.job_id = ANY (v_jobs);
    DELETE FROM partition_tools_internal.job_identity AS h WHERE h.job_id = ANY (v_jobs);
    DELETE FROM partition_tools_internal.job_event AS h WHERE h.job_id = ANY (v_jobs);
    WITH gone AS (DELETE FROM partition_tools_internal.job AS h WHERE h.job_id = ANY (v_jobs) RETURNING h.run_id)
    SELECT array_agg(DISTINCT g.run_id) INTO v_runs FROM gone AS g;
    -- A run whose last job has gone. Another sweep of the same run, not committed yet, would still have some: then it stays.
    DELETE FROM partition_tools_internal.run AS r
     WHERE r.run_id = ANY (v_runs) AND NOT EXISTS (SELECT FROM partition_tools_internal.job AS j WHERE j.run_id = r.run_id);
    RETURN cardinality(v_jobs);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.history_sweep(oid, int) IS
    'Removes jobs of a table (NULL: all) that ended longer ago than partition_tools.history, with their events; returns how many.';

CREATE OR REPLACE FUNCTION partition_tools_internal.run_sweep(p_table oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- In a transaction with an older snapshot, what another has swept meanwhile would be an error.
    IF current_setting('transaction_isolation') = 'read committed' AND current_setting('transaction_read_only') = 'off' THEN
        PERFORM partition_tools_internal.history_sweep(p_table, 100);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.run_sweep(oid) IS
    'At the end of run: removes some old jobs of its table, so that a table that is looked after has no more history than it is to have.';
