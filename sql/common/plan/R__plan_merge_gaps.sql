CREATE OR REPLACE FUNCTION partition_tools_internal.plan_merge_gaps(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_operation partition_tools_internal.operation, p_as_of timestamptz)
RETURNS partition_tools_internal.partition_range[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_window   record;
    v_lower    timestamptz[];
    v_upper    timestamptz[];
    v_whole    boolean[];
    v_gone     timestamptz[];
    v_gone_to  timestamptz[];
BEGIN
    IF NOT EXISTS (SELECT FROM unnest(p_ranges) AS r WHERE r.is_default) THEN
        RETURN '{}';
    END IF;
    v_window := partition_tools_internal.plan_window(p_key, p_operation, p_as_of);
    SELECT min(c.lower) AS lower, max(c.upper) AS upper INTO v_window
      FROM partition_tools_internal.calendar_cells(v_window.lower, v_window.upper, p_operation.granularity, p_key.zone) AS c;
    IF v_window.lower IS NULL THEN
        RETURN '{}';
    END IF;
    SELECT array_agg(coalesce(a.lower_time, '-infinity')), array_agg(coalesce(a.upper_time, 'infinity')) INTO v_gone, v_gone_to
      FROM partition_tools_internal.archive AS a WHERE a.table_schema = p_key.schema_name AND a.table_name = p_key.table_name;
    -- A cell of which there is nothing is for a create operation.
    SELECT array_agg(m.lower ORDER BY m.lower), array_agg(m.upper ORDER BY m.lower), array_agg(false) INTO v_lower, v_upper, v_whole
      FROM partition_tools_internal.plan_missing(p_ranges, v_window.lower, v_window.upper, p_operation.granularity, p_key.zone) AS m
     WHERE NOT m.is_whole
       -- What has been unloaded comes back into its own range.
       AND NOT EXISTS (SELECT FROM generate_series(1, coalesce(array_length(v_gone, 1), 0)) AS i WHERE v_gone[i] < m.upper AND v_gone_to[i] > m.lower);
    IF v_lower IS NULL THEN
        RETURN '{}';
    END IF;
    RETURN partition_tools_internal.plan_named(p_key, p_ranges,
               partition_tools_internal.plan_targets(p_key, p_ranges, v_lower, v_upper, v_whole, p_operation));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_merge_gaps(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.operation, timestamptz) IS
    'What no partition covers of the cells that a merge could make, of those that have some partition; nothing where there is no default partition (the merged partition covers gaps then without more ado), and nothing that has been unloaded.';
