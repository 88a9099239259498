CREATE OR REPLACE FUNCTION partition_tools_internal.table_supported(p_table regclass)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    p record;
BEGIN
    SELECT c.relkind, c.relispartition, t.partstrat, t.partnatts, t.partattrs[0] AS attnum INTO p
      FROM pg_class c LEFT JOIN pg_partitioned_table t ON t.partrelid = c.oid
     WHERE c.oid = p_table;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no table %', coalesce(p_table::text, 'NULL')
            USING ERRCODE = 'PP010', HINT = 'Pass the partitioned table as schema.table.';
    ELSIF p.relispartition THEN
        RAISE EXCEPTION '% is itself a partition', p_table
            USING ERRCODE = 'PP013', DETAIL = 'Tables partitioned on several levels are not supported.',
                  HINT = 'Pass the partitioned table at the top, if it has one level only.';
    ELSIF p.relkind <> 'p' THEN
        RAISE EXCEPTION '% is not a partitioned table', p_table
            USING ERRCODE = 'PP010', HINT = 'Create it with PARTITION BY RANGE (column).';
    ELSIF p.partstrat <> 'r' THEN
        RAISE EXCEPTION '% is partitioned by %, not by RANGE', p_table, CASE p.partstrat WHEN 'l' THEN 'LIST' ELSE 'HASH' END
            USING ERRCODE = 'PP011', HINT = 'Only tables partitioned by RANGE of one column have a calendar.';
    ELSIF p.partnatts <> 1 OR p.attnum = 0 THEN
        RAISE EXCEPTION 'the partition key of % is not one plain column: %', p_table, pg_get_partkeydef(p_table)
            USING ERRCODE = 'PP012', HINT = 'Only tables partitioned by RANGE of one column are supported.';
    ELSIF EXISTS (SELECT FROM pg_inherits i JOIN pg_partitioned_table t ON t.partrelid = i.inhrelid WHERE i.inhparent = p_table) THEN
        RAISE EXCEPTION 'partitions of % are partitioned themselves', p_table
            USING ERRCODE = 'PP013', HINT = 'Tables partitioned on several levels are not supported.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.table_supported(regclass) IS
    'Raises PP010 to PP013 where a table is not partitioned by RANGE of one plain column on one level.';
