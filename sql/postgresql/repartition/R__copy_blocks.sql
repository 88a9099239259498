CREATE OR REPLACE FUNCTION partition_tools_internal.copy_blocks(p_job_id bigint, p_source oid, p_from bigint, p_to bigint)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_lower constant tid := format('(%s,0)', p_from);
    c_upper constant tid := format('(%s,0)', p_to);
    v_columns text := (SELECT string_agg(quote_ident(n), ', ') FROM partition_tools_internal.job_context AS x, unnest(x.columns) AS n WHERE x.job_id = p_job_id);
    v_rows bigint;
BEGIN
    -- One statement, and so one snapshot, which is kept where it is to tell what of the recorded rows the copy has.
    EXECUTE format($q$
        WITH kept AS (
            INSERT INTO partition_tools_internal.job_copied (job_id, source, lower, upper, snapshot)
            SELECT x.job_id, $1, $2, $3, pg_current_snapshot() FROM partition_tools_internal.job_context AS x WHERE x.job_id = $4 AND x.capture = 'row')
        INSERT INTO partition_tools_stage.%I (%s) SELECT %2$s FROM ONLY %s WHERE ctid >= $2 AND ctid < $3 $q$,
        partition_tools_internal.stage_name(p_job_id, 'root'), v_columns, p_source::regclass) USING p_source, c_lower, c_upper, p_job_id;
    GET DIAGNOSTICS v_rows = ROW_COUNT;
    PERFORM partition_tools_internal.check_generated_values(p_job_id, p_source, c_lower, c_upper);
    RETURN v_rows;
EXCEPTION WHEN not_null_violation THEN
    IF NOT partition_tools_internal.job_converts(p_job_id) THEN
        RAISE;
    END IF;
    RAISE EXCEPTION '% has rows without a value in %', p_source::regclass, quote_ident(partition_tools_internal.key_column(partition_tools_internal.convert_root(p_job_id)))
        USING ERRCODE = 'PP087', DETAIL = 'The column becomes a part of the primary key, which takes no NULL. ' || SQLERRM,
              HINT = 'Give these rows a value, or convert the table without a primary key: their place is the default partition then.';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.copy_blocks(bigint, oid, bigint, bigint) IS
    'Copies the rows in the blocks from p_from (inclusive) to p_to (exclusive) into staging and returns their number.';
