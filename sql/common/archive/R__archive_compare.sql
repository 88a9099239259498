CREATE OR REPLACE FUNCTION partition_tools_internal.archive_compare(
    p_leaf regclass, p_read regclass, p_columns text, p_location text, p_hint text, OUT rows bigint, OUT checksum numeric)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_written record;
    v_read    record;
BEGIN
    v_written := partition_tools_internal.migration_checksum(p_columns, 'ONLY ' || p_leaf, 'true');
    v_read := partition_tools_internal.migration_checksum(p_columns, p_read::text, 'true');
    IF v_written.rows <> v_read.rows OR v_written.checksum <> v_read.checksum THEN
        RAISE EXCEPTION 'what was read back from % differs from partition %', p_location, p_leaf
            USING ERRCODE = 'PP072', DETAIL = format('%s rows (checksum %s) in the partition, %s rows (checksum %s) in the archive.',
                      v_written.rows, v_written.checksum, v_read.rows, v_read.checksum),
                  HINT = p_hint;
    END IF;
    rows := v_read.rows;
    checksum := v_read.checksum;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.archive_compare(regclass, regclass, text, text, text) IS
    'Compares what was read back from an archive with the partition: number of the rows, and their content. PP072 where they differ.';
