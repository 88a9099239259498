CREATE OR REPLACE FUNCTION partition_tools_internal.plan_merge(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_operation partition_tools_internal.operation, p_as_of timestamptz)
RETURNS SETOF partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.action;
    v_ranges partition_tools_internal.partition_range[] := p_ranges;
    v_window record;
    v_cell   record;
    v_upper  timestamptz := '-infinity';
    v_count  int := 0;
BEGIN
    v_window := partition_tools_internal.calendar_window(p_as_of, p_operation.lower_bound, p_operation.upper_bound, p_key.zone);
    FOR v_cell IN
        SELECT c.lower, c.upper FROM partition_tools_internal.calendar_cells(v_window.lower, v_window.upper, p_operation.granularity, p_key.zone) AS c
    LOOP
        CONTINUE WHEN v_cell.lower < v_upper;
        EXIT WHEN v_count >= p_operation.limit_operations;
        v_upper := partition_tools_internal.plan_merge_upper(p_key, v_ranges, p_operation, v_cell.lower, v_window.upper);
        a := partition_tools_internal.plan_merge_action(p_key, v_ranges,
                 coalesce(ARRAY(SELECT i FROM partition_tools_internal.plan_inside(p_key, v_ranges, p_operation, p_as_of) AS i
                        WHERE i.lower < v_upper AND i.upper > v_cell.lower ORDER BY i.lower), '{}'),
                 p_operation, v_cell.lower, v_upper);
        CONTINUE WHEN a.action IS NULL;
        v_ranges := partition_tools_internal.plan_apply(v_ranges, a);
        v_count := v_count + 1;
        RETURN NEXT a;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_merge(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.operation, timestamptz) IS
    'The actions that bring the partitions of a window onto a coarser grid, cell after cell: one action a cell, or one for several cells that a single partition covers.';

CREATE OR REPLACE FUNCTION partition_tools_internal.plan_merge_upper(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_operation partition_tools_internal.operation, p_lower timestamptz, p_window_upper timestamptz)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_upper timestamptz := partition_tools_internal.calendar_next(p_lower, p_operation.granularity, p_key.zone);
    v_next  timestamptz;
    v_reach timestamptz;
BEGIN
    LOOP
        v_next := partition_tools_internal.calendar_next(v_upper, p_operation.granularity, p_key.zone);
        SELECT max(r.upper) INTO v_reach FROM unnest(p_ranges) AS r
         WHERE NOT r.is_default AND r.lower < v_upper AND r.upper > p_lower AND r.upper <= p_window_upper;
        -- A partition that covers the next cell too is cut once, not once a cell.
        EXIT WHEN v_reach IS NULL OR v_reach < v_next OR v_next > p_window_upper;
        v_upper := v_next;
    END LOOP;
    RETURN v_upper;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_merge_upper(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.operation, timestamptz, timestamptz) IS
    'Where the cells end that one merge action, starting at p_lower, brings into shape.';
