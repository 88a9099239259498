CREATE OR REPLACE FUNCTION partition_tools_internal.plan_merge(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_operation partition_tools_internal.operation, p_as_of timestamptz)
RETURNS SETOF partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.action;
    v_gaps    partition_tools_internal.partition_range[] := partition_tools_internal.plan_merge_gaps(p_key, p_ranges, p_operation, p_as_of);
    v_actions partition_tools_internal.action[];
BEGIN
    v_actions := coalesce(ARRAY(SELECT c FROM partition_tools_internal.plan_merge_cells(p_key, p_ranges || v_gaps, p_operation, p_as_of) AS c), '{}');
    -- Only those of cells that are merged this time.
    v_gaps := coalesce(ARRAY(SELECT g FROM unnest(v_gaps) AS g
                              WHERE EXISTS (SELECT FROM unnest(v_actions) AS m, unnest(m.sources) AS s WHERE s.planned AND s.lower = g.lower AND s.upper = g.upper)
                              ORDER BY g.lower), '{}');
    IF v_gaps <> '{}' THEN
        a := partition_tools_internal.plan_create_action(p_key, p_ranges, v_gaps, p_as_of);
        a.operation := p_operation.operation;
        a.access_exclusive_mode := p_operation.access_exclusive_mode;
        RETURN NEXT a;
    END IF;
    RETURN QUERY SELECT * FROM unnest(v_actions);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_merge(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.operation, timestamptz) IS
    'The actions that bring the partitions of a window onto a coarser grid. Where a cell that is merged has gaps beside a default partition, these are made first, all in one action, with the rows that the default partition holds of them.';
