CREATE OR REPLACE FUNCTION partition_tools_internal.map_segments(p_table regclass)
RETURNS TABLE (name name, segments int, fullest int, fullest_bytes bigint, bytes bigint, skew float8)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.map_segments(regclass) IS
    'How unevenly the segments hold the partitions of a table: nothing is said of it on this engine yet.';
