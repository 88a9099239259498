CREATE OR REPLACE FUNCTION partition_tools_internal.copy_blocks(p_job_id bigint, p_source oid, p_from bigint, p_to bigint)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_rows bigint;
    v_columns text := (SELECT string_agg(quote_ident(n), ', ') FROM partition_tools_internal.job_context AS x, unnest(x.columns) AS n WHERE x.job_id = p_job_id);
BEGIN
    EXECUTE format('INSERT INTO partition_tools_stage.%I (%s) SELECT %2$s FROM ONLY %s WHERE ctid >= %L::tid AND ctid < %L::tid',
                   partition_tools_internal.stage_name(p_job_id, 'root'), v_columns, p_source::regclass,
                   format('(%s,0)', p_from), format('(%s,0)', p_to));
    GET DIAGNOSTICS v_rows = ROW_COUNT;
    RETURN v_rows;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.copy_blocks(bigint, oid, bigint, bigint) IS
    'Copies the rows in the blocks from p_from (inclusive) to p_to (exclusive) into staging and returns their number.';
