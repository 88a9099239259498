CREATE OR REPLACE FUNCTION partition_tools_internal.catch_up(p_job_id bigint, p_limit bigint)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_capture constant name := partition_tools_internal.stage_name(p_job_id, 'capture');
    c_root    constant name := partition_tools_internal.stage_name(p_job_id, 'root');
    x partition_tools_internal.job_context;
    v_match   text;
    v_columns text;
    v_keys    text;
    v_taken   bigint;
BEGIN
    SELECT * INTO STRICT x FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id;
    v_match := partition_tools_internal.key_match(p_job_id, 's.%1$I', 'k.k%2$s');
    v_keys := (SELECT string_agg('k' || n, ', ' ORDER BY n) FROM generate_series(1, cardinality(x.key_columns)) AS n);
    v_columns := (SELECT string_agg(quote_ident(n), ', ') FROM unnest(x.columns) AS n);
    -- One statement and so one snapshot: a change is either captured and in what is read again, or in neither and for the
    -- next round. Reading the present rows makes it free of order and safe to repeat.
    EXECUTE format($q$
        WITH taken AS (
            DELETE FROM partition_tools_stage.%1$I
             WHERE ctid = ANY (ARRAY(SELECT ctid FROM partition_tools_stage.%1$I LIMIT %2$s)) RETURNING *
        ), keys AS MATERIALIZED (
            SELECT DISTINCT %3$s FROM taken WHERE truncated IS NULL
        ), gone AS (
            DELETE FROM partition_tools_stage.%4$I AS s USING keys AS k WHERE %5$s RETURNING 1
        ), back AS (
            INSERT INTO partition_tools_stage.%4$I (%6$s)
            SELECT r.* FROM (%7$s) AS r
             -- Reading the count here makes the deletes come first.
             WHERE (SELECT count(*) FROM gone) >= 0 RETURNING 1
        )
        SELECT CASE WHEN bool_or(truncated) THEN -1 ELSE count(*) END FROM taken $q$,
        c_capture, p_limit, v_keys, c_root, v_match, v_columns,
        (SELECT string_agg(format('SELECT %s FROM ONLY %s AS s JOIN keys AS k ON %s',
                    (SELECT string_agg('s.' || quote_ident(n), ', ') FROM unnest(x.columns) AS n), j.relid::regclass, v_match), ' UNION ALL ')
           FROM partition_tools_internal.job_source AS j WHERE j.job_id = p_job_id))
       INTO v_taken;
    IF v_taken < 0 THEN
        RAISE EXCEPTION 'a source of job % was truncated while it was copied', p_job_id
            USING ERRCODE = 'PP040', DETAIL = 'The copy has been thrown away; the table is as the TRUNCATE left it.',
                  HINT = format('Start the job again: CALL partition_tools.start(%s).', p_job_id);
    END IF;
    -- Deferred checks of what was just written would forbid to alter the staging tables in this transaction.
    SET CONSTRAINTS ALL IMMEDIATE;
    RETURN v_taken;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.catch_up(bigint, bigint) IS
    'Takes at most p_limit captured keys, deletes their rows from staging and copies the present ones again; returns how many it took. PP040 after a TRUNCATE.';
