CREATE OR REPLACE FUNCTION partition_tools_internal.phase_settle(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_at json := (partition_tools_internal.job_latest(p_job_id)).position;
    v_older text;
BEGIN
    -- The copied rows are new ones: a transaction that keeps an older snapshot would find the table empty after the swap.
    -- A single statement has taken its locks already, and cannot come to the table later.
    SELECT string_agg(format('session %s (%s, %s since %s): %s', a.pid, a.usename, a.state, a.xact_start, left(a.query, 100)), E'\n') INTO v_older
      FROM pg_stat_activity a
     WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND a.backend_type = 'client backend'
       AND age(a.backend_xmin) >= age((v_at ->> 'copied')::xid)
       AND (a.state <> 'active' OR a.xact_start < a.query_start);
    IF v_older IS NOT NULL THEN
        RAISE EXCEPTION 'transactions that are older than the copy are still open'
            USING ERRCODE = 'PP054', DETAIL = v_older,
                  HINT = format('When they have ended: CALL partition_tools.start(%s) goes on.', p_job_id);
    END IF;
    s.phase := 'swap';
    s.position := v_at;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_settle(bigint) IS
    'Phase settle: waits until no open transaction has a snapshot from before the copy. Locks: none. PP054 while there is one.';
