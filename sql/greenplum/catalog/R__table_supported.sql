CREATE OR REPLACE FUNCTION partition_tools_internal.table_supported(p_table regclass)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    p record;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = p_table) THEN
        RAISE EXCEPTION 'there is no table %', coalesce(p_table::text, 'NULL')
            USING ERRCODE = 'PP010', HINT = 'Pass the partitioned table as schema.table.';
    ELSIF EXISTS (SELECT FROM pg_partition_rule r WHERE r.parchildrelid = p_table) THEN
        RAISE EXCEPTION '% is itself a partition', p_table
            USING ERRCODE = 'PP013', DETAIL = 'Tables partitioned on several levels are not supported.',
                  HINT = 'Pass the partitioned table at the top, if it has one level only.';
    END IF;
    SELECT t.parkind, t.parnatts INTO p FROM pg_partition t WHERE t.parrelid = p_table AND t.parlevel = 0 AND NOT t.paristemplate;
    IF NOT FOUND THEN
        RAISE EXCEPTION '% is not a partitioned table', p_table
            USING ERRCODE = 'PP010', HINT = 'Create it with PARTITION BY RANGE (column).';
    ELSIF EXISTS (SELECT FROM pg_partition t WHERE t.parrelid = p_table AND t.parlevel > 0) THEN
        RAISE EXCEPTION 'partitions of % are partitioned themselves', p_table
            USING ERRCODE = 'PP013', HINT = 'Tables partitioned on several levels are not supported.';
    ELSIF p.parkind <> 'r' THEN
        RAISE EXCEPTION '% is partitioned by %, not by RANGE', p_table, CASE p.parkind WHEN 'l' THEN 'LIST' ELSE 'HASH' END
            USING ERRCODE = 'PP011', HINT = 'Only tables partitioned by RANGE of one column have a calendar.';
    ELSIF p.parnatts <> 1 THEN
        RAISE EXCEPTION 'the partition key of % has several columns', p_table
            USING ERRCODE = 'PP012', HINT = 'Only tables partitioned by RANGE of one column are supported.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.table_supported(regclass) IS
    'Raises PP010 to PP013 where a table is not partitioned by RANGE of one column on one level.';
