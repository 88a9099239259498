CREATE OR REPLACE FUNCTION partition_tools_internal.catch_up(p_job_id bigint, p_limit bigint DEFAULT NULL)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_taken bigint;
BEGIN
    PERFORM partition_tools_internal.check_record(p_job_id);
    -- Nobody writes to them: writers are kept off, or changes are only recorded.
    WHILE partition_tools_internal.stage_join(p_job_id) LOOP
    END LOOP;
    -- See keys_inert.
    PERFORM set_config('partition_tools.mirror', p_job_id::text, true);
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
    x partition_tools_internal.job_context;
    v_taken bigint;
BEGIN
    SELECT * INTO STRICT x FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id;
    -- One statement and so one snapshot: a change is either captured and in what is read again, or in neither and for the
    -- next round. Reading the present rows makes it free of order and safe to repeat.
    EXECUTE partition_tools_internal.fill_in($q$
        WITH taken AS (
            DELETE FROM {capture} {some} RETURNING *
        ), keys AS MATERIALIZED (
            SELECT DISTINCT {key_columns} FROM taken WHERE partition_tools_mark IS NULL
        ), gone AS (
            DELETE FROM {staging} AS s USING keys AS k WHERE {same_key} RETURNING 1
        ), back AS (
            INSERT INTO {staging} ({columns}) OVERRIDING SYSTEM VALUE
            SELECT r.* FROM ({present_rows}) AS r
             -- Reading the count here makes the deletes come first.
             WHERE (SELECT count(*) FROM gone) >= 0 RETURNING 1
        )
        SELECT CASE WHEN bool_or(partition_tools_mark = 'truncated') THEN -1 WHEN bool_or(partition_tools_mark IS NOT NULL) THEN -2 ELSE count(*) END FROM taken $q$,
        json_build_object(
            'capture', partition_tools_internal.capture_table(p_job_id),
            'some', CASE WHEN p_limit IS NOT NULL THEN format('WHERE ctid = ANY (ARRAY(SELECT ctid FROM %s LIMIT %s))',
                                                              partition_tools_internal.capture_table(p_job_id), p_limit) END,
            'staging', partition_tools_internal.stage_root(p_job_id),
            'key_columns', partition_tools_internal.column_list(x.key_columns, NULL),
            'same_key', partition_tools_internal.key_match(p_job_id, 's', 'k'),
            'columns', partition_tools_internal.column_list(x.columns, NULL),
            'present_rows', partition_tools_internal.present_rows(p_job_id, 'keys', 'k')))
       INTO v_taken;
    RETURN v_taken;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.catch_up_keys(bigint, bigint) IS
    'Takes at most p_limit captured keys (NULL: all), deletes their rows from staging and copies the present ones again; returns how many it took, -1 after a TRUNCATE, -2 where columns have changed.';

CREATE OR REPLACE FUNCTION partition_tools_internal.present_rows(p_job_id bigint, p_keys text, p_alias text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT string_agg(format('SELECT %s FROM %s%s AS s JOIN %s AS %s ON %s',
                       partition_tools_internal.column_list(x.columns, 's'), CASE WHEN c.relkind = 'r' THEN 'ONLY ' END, j.relid::regclass, p_keys, p_alias,
                       partition_tools_internal.key_match(p_job_id, 's', p_alias)), ' UNION ALL ')
              FROM partition_tools_internal.job_context AS x
              JOIN partition_tools_internal.job_source AS j ON j.job_id = x.job_id JOIN pg_class AS c ON c.oid = j.relid
             WHERE x.job_id = p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.present_rows(bigint, text, text) IS
    'Query for the rows that the sources of a job have now with the keys in the relation p_keys.';

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
