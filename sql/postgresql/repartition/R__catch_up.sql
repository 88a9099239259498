CREATE OR REPLACE FUNCTION partition_tools_internal.catch_up(p_job_id bigint, p_limit bigint DEFAULT NULL)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_taken bigint;
BEGIN
    PERFORM partition_tools_internal.check_record(p_job_id);
    IF (SELECT c.capture = 'row' FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id) THEN
        EXECUTE format('SELECT partition_tools_stage.%I()', partition_tools_internal.stage_name(p_job_id, 'apply')) INTO v_taken;
    ELSE
        v_taken := partition_tools_internal.catch_up_keys(p_job_id, p_limit);
    END IF;
    PERFORM partition_tools_internal.capture_marked(p_job_id, v_taken);
    -- Deferred checks of what was just written would forbid to alter the staging tables in this transaction.
    SET CONSTRAINTS ALL IMMEDIATE;
    RETURN v_taken;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.catch_up(bigint, bigint) IS
    'Brings staging up to date with what was recorded, at most p_limit keys of it (NULL: all), and returns how many records it took. PP040 after a TRUNCATE, PP041 and PP042 where the record is not complete.';

CREATE OR REPLACE FUNCTION partition_tools_internal.catch_up_keys(p_job_id bigint, p_limit bigint)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_capture constant name := partition_tools_internal.stage_name(p_job_id, 'capture');
    c_root    constant name := partition_tools_internal.stage_name(p_job_id, 'root');
    x partition_tools_internal.job_context;
    v_match text := partition_tools_internal.key_match(p_job_id, 's', 'k');
    v_taken bigint;
BEGIN
    SELECT * INTO STRICT x FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id;
    -- One statement and so one snapshot: a change is either captured and in what is read again, or in neither and for the
    -- next round. Reading the present rows makes it free of order and safe to repeat.
    EXECUTE format($q$
        WITH taken AS (
            DELETE FROM partition_tools_stage.%1$I %2$s RETURNING *
        ), keys AS MATERIALIZED (
            SELECT DISTINCT %3$s FROM taken WHERE partition_tools_mark IS NULL
        ), gone AS (
            DELETE FROM partition_tools_stage.%4$I AS s USING keys AS k WHERE %5$s RETURNING 1
        ), back AS (
            INSERT INTO partition_tools_stage.%4$I (%6$s)
            SELECT r.* FROM (%7$s) AS r
             -- Reading the count here makes the deletes come first.
             WHERE (SELECT count(*) FROM gone) >= 0 RETURNING 1
        )
        SELECT CASE WHEN bool_or(partition_tools_mark = 'truncated') THEN -1 WHEN bool_or(partition_tools_mark IS NOT NULL) THEN -2 ELSE count(*) END FROM taken $q$,
        c_capture, CASE WHEN p_limit IS NOT NULL THEN format('WHERE ctid = ANY (ARRAY(SELECT ctid FROM partition_tools_stage.%I LIMIT %s))', c_capture, p_limit) END,
        (SELECT string_agg(quote_ident(n), ', ') FROM unnest(x.key_columns) AS n), c_root, v_match,
        (SELECT string_agg(quote_ident(n), ', ') FROM unnest(x.columns) AS n),
        (SELECT string_agg(format('SELECT %s FROM ONLY %s AS s JOIN keys AS k ON %s',
                    (SELECT string_agg('s.' || quote_ident(n), ', ') FROM unnest(x.columns) AS n), j.relid::regclass, v_match), ' UNION ALL ')
           FROM partition_tools_internal.job_source AS j WHERE j.job_id = p_job_id))
       INTO v_taken;
    RETURN v_taken;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.catch_up_keys(bigint, bigint) IS
    'Takes at most p_limit captured keys (NULL: all), deletes their rows from staging and copies the present ones again; returns how many it took, -1 after a TRUNCATE, -2 where columns have changed.';

CREATE OR REPLACE FUNCTION partition_tools_internal.check_record(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_alive constant text := format('partition_tools_stage.%I', partition_tools_internal.stage_name(p_job_id, 'alive'));
    v_alive boolean := true;
BEGIN
    IF pg_relation_size(format('partition_tools_stage.%I', partition_tools_internal.stage_name(p_job_id, 'capture'))::regclass)
       > partition_tools_internal.capture_limit() THEN
        RAISE EXCEPTION 'job % has recorded more changes than it may', p_job_id
            USING ERRCODE = 'PP042', DETAIL = format('They take more than %s; later ones were not recorded. The copy has been thrown away.', pg_size_pretty(partition_tools_internal.capture_limit())),
                  HINT = format('Raise partition_tools.capture_limit, or do it when less is written: CALL partition_tools.start(%s).', p_job_id);
    END IF;
    IF to_regclass(c_alive) IS NOT NULL THEN
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', c_alive) INTO v_alive;
    END IF;
    IF NOT v_alive THEN
        RAISE EXCEPTION 'the server has crashed since job % began, and has emptied unlogged partitions', p_job_id
            USING ERRCODE = 'PP041', DETAIL = 'The record of changes went with them. The copy has been thrown away.',
                  HINT = format('Start the job again: CALL partition_tools.start(%s).', p_job_id);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_record(bigint) IS
    'Makes sure that the record of changes is complete. PP042 where it has met partition_tools.capture_limit, PP041 where a crash has emptied it.';
