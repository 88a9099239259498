CREATE OR REPLACE FUNCTION partition_tools_internal.plan_unload(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_operation partition_tools_internal.operation, p_as_of timestamptz)
RETURNS SETOF partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.action;
    r partition_tools_internal.partition_range;
    v_count int := 0;
BEGIN
    a.operation := p_operation.operation;
    a.action := 'unload';
    a.strategy := 'unload and ' || p_operation.cleanup_policy;
    a.s3_server_name := coalesce(p_operation.s3_server_name, 'default');
    a.s3_bucket := p_operation.s3_bucket;
    a.cleanup_policy := p_operation.cleanup_policy;
    a.targets := '{}';
    FOREACH r IN ARRAY coalesce(ARRAY(SELECT i FROM partition_tools_internal.plan_inside(p_key, p_ranges, p_operation, p_as_of) AS i ORDER BY i.lower), '{}') LOOP
        EXIT WHEN v_count >= p_operation.limit_operations;
        -- An empty one is left where it is: an archive of nothing helps nobody.
        CONTINUE WHEN NOT r.planned AND NOT partition_tools_internal.partition_filled(p_key, r);
        v_count := v_count + 1;
        a.sources := partition_tools_internal.partitions_measured(ARRAY[r]);
        a.rows := a.sources[1].rows;
        a.bytes := a.sources[1].bytes;
        RETURN NEXT a;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_unload(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.operation, timestamptz) IS
    'One action for each partition in the window that holds rows and is to be archived, oldest first.';
