CREATE OR REPLACE FUNCTION partition_tools_internal.plan_create_targets(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_operation partition_tools_internal.operation, p_as_of timestamptz)
RETURNS partition_tools_internal.partition_range[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_targets partition_tools_internal.partition_range[] := '{}';
    t partition_tools_internal.partition_range;
    v_window  record;
    v_cell    record;
    v_gap     record;
BEGIN
    v_window := partition_tools_internal.calendar_window(p_as_of, p_operation.lower_bound, p_operation.upper_bound, p_key.zone);
    FOR v_cell IN
        SELECT c.lower, c.upper FROM partition_tools_internal.calendar_cells(v_window.lower, v_window.upper, p_operation.granularity, p_key.zone) AS c
    LOOP
        FOR v_gap IN
            SELECT u.lower, u.upper FROM partition_tools_internal.plan_uncovered(p_ranges, v_cell.lower, v_cell.upper) AS u
        LOOP
            IF cardinality(v_targets) >= p_operation.limit_operations THEN
                RETURN v_targets;
            END IF;
            t := partition_tools_internal.plan_target(p_key, p_ranges || v_targets, v_gap.lower, v_gap.upper,
                CASE WHEN v_gap.lower = v_cell.lower AND v_gap.upper = v_cell.upper THEN p_operation.granularity END);
            t.tablespace := p_operation.tablespace;
            v_targets := v_targets || t;
        END LOOP;
    END LOOP;
    RETURN v_targets;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_create_targets(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.operation, timestamptz) IS
    'The partitions that one create operation lacks, oldest first, at most its limit. A cell that is partly covered gets what is missing of it.';
