CREATE OR REPLACE FUNCTION partition_tools_internal.plan_delete(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_operation partition_tools_internal.operation, p_as_of timestamptz)
RETURNS SETOF partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.action;
    r partition_tools_internal.partition_range;
BEGIN
    a.operation := p_operation.operation;
    a.action := p_operation.cleanup_policy;
    a.strategy := CASE a.action WHEN 'drop' THEN 'detach, then drop' ELSE 'detach' END;
    a.targets := '{}';
    FOREACH r IN ARRAY partition_tools_internal.partitions_measured(coalesce(ARRAY(
        SELECT i FROM partition_tools_internal.plan_inside(p_key, p_ranges, p_operation, p_as_of) AS i
         ORDER BY i.lower
         LIMIT p_operation.limit_operations), '{}'))
    LOOP
        a.sources := ARRAY[r];
        a.rows := r.rows;
        a.bytes := r.bytes;
        RETURN NEXT a;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_delete(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.operation, timestamptz) IS
    'One action for each partition in the window that is to leave the table (dropped or detached), oldest first. Chosen by the bounds in the catalogue, never by name.';
