CREATE OR REPLACE FUNCTION partition_tools_internal.plan_create_targets(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_operation partition_tools_internal.operation, p_removed timestamptz[], p_as_of timestamptz)
RETURNS partition_tools_internal.partition_range[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_window record;
    v_lower  timestamptz[];
    v_upper  timestamptz[];
    v_whole  boolean[];
BEGIN
    v_window := partition_tools_internal.plan_window(p_key, p_operation, p_as_of);
    SELECT array_agg(m.lower ORDER BY m.lower), array_agg(m.upper ORDER BY m.lower), array_agg(m.is_whole ORDER BY m.lower) INTO v_lower, v_upper, v_whole
      FROM (SELECT g.lower, g.upper, g.is_whole
              FROM partition_tools_internal.plan_missing(p_ranges, v_window.lower, v_window.upper, p_operation.granularity, p_key.zone) AS g
             -- What the policy deletes at once is not made: months are of different length, so windows that touch may cross by days.
             WHERE NOT EXISTS (SELECT FROM generate_series(1, coalesce(array_length(p_removed, 1), 0)) AS i
                                WHERE g.lower >= p_removed[i][1] AND g.upper <= p_removed[i][2])
             ORDER BY g.lower
             LIMIT p_operation.limit_operations) AS m;
    IF v_lower IS NULL THEN
        RETURN '{}';
    END IF;
    RETURN partition_tools_internal.plan_named(p_key, p_ranges,
               partition_tools_internal.plan_targets(p_key, p_ranges, v_lower, v_upper, v_whole, p_operation));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_create_targets(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.operation, timestamptz[], timestamptz) IS
    'The partitions that one create operation lacks, oldest first, at most its limit. A cell that is partly covered gets what is missing of it. p_removed: the windows {{lower, upper}, ...} of what the policy deletes.';
