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
    SELECT string_agg(partition_tools_internal.key_match(p_job_id, k.name, 'k' || k.n), ' AND ' ORDER BY k.n), string_agg('k' || k.n, ', ' ORDER BY k.n)
      INTO v_match, v_keys FROM unnest(x.key_columns) WITH ORDINALITY AS k(name, n);
    v_columns := (SELECT string_agg(quote_ident(n), ', ') FROM unnest(x.columns) AS n);
    -- One statement and so one snapshot: a change is either captured and in what is read again, or in neither and for the
    -- next round. Reading the present rows makes it free of order and safe to repeat.
    EXECUTE format($q$
        WITH taken AS (
            DELETE FROM partition_tools_internal.%1$I
             WHERE ctid = ANY (ARRAY(SELECT ctid FROM partition_tools_internal.%1$I LIMIT %2$s)) RETURNING *
        ), keys AS MATERIALIZED (
            SELECT DISTINCT %3$s FROM taken WHERE truncated IS NULL
        ), gone AS (
            DELETE FROM partition_tools_internal.%4$I AS s USING keys AS k WHERE %5$s RETURNING 1
        ), back AS (
            INSERT INTO partition_tools_internal.%4$I (%6$s)
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
    RETURN v_taken;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.catch_up(bigint, bigint) IS
    'Takes at most p_limit captured keys, deletes their rows from staging and copies the present ones again; returns how many it took. PP040 after a TRUNCATE.';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_match(p_job_id bigint, p_column name, p_alias text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM partition_tools_internal.job_source s JOIN pg_attribute a ON a.attrelid = s.relid
                WHERE s.job_id = p_job_id AND a.attname = p_column AND NOT a.attnotnull) THEN
        RETURN format('s.%I IS NOT DISTINCT FROM k.%I', p_column, p_alias);
    END IF;
    RETURN format('s.%I = k.%I', p_column, p_alias);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_match(bigint, name, text) IS
    'Condition that a row s has the value of a captured key k in one column; plain equality, which indexes serve, where the column refuses NULL.';

CREATE OR REPLACE FUNCTION partition_tools_internal.catch_up_backlog(p_job_id bigint, p_enough int)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_count bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM (SELECT FROM partition_tools_internal.%I LIMIT %s) AS c',
                   partition_tools_internal.stage_name(p_job_id, 'capture'), p_enough) INTO v_count;
    RETURN v_count;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.catch_up_backlog(bigint, int) IS
    'Captured keys that wait to be caught up, counted up to p_enough.';
