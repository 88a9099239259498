CREATE OR REPLACE FUNCTION partition_tools_internal.stage_copy(
    p_job partition_tools_internal.job, p_stage oid, p_sources partition_tools_internal.leaf[])
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_columns text := partition_tools_internal.stage_columns(p_job.table_oid);
    v_rows    bigint := 0;
    v_some    bigint;
    s partition_tools_internal.leaf;
BEGIN
    FOREACH s IN ARRAY p_sources LOOP
        EXECUTE format('INSERT INTO %s (%s) SELECT %2$s FROM ONLY %s', p_stage::regclass, v_columns, s.relid::regclass);
        GET DIAGNOSTICS v_some = ROW_COUNT;
        v_rows := v_rows + v_some;
    END LOOP;
    RETURN v_rows;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_copy(partition_tools_internal.job, oid, partition_tools_internal.leaf[]) IS
    'Copies the rows of a job''s sources in one pass, and returns how many. The staging table refuses a row that no target takes.';
