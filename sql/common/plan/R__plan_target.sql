CREATE OR REPLACE FUNCTION partition_tools_internal.plan_target(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_lower timestamptz, p_upper timestamptz, p_granularity interval)
RETURNS partition_tools_internal.partition_range
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    o partition_tools_internal.operation;
    v_targets partition_tools_internal.partition_range[];
BEGIN
    o.granularity := p_granularity;
    v_targets := partition_tools_internal.plan_named(p_key, p_ranges,
        partition_tools_internal.plan_targets(p_key, p_ranges, ARRAY[p_lower], ARRAY[p_upper], ARRAY[p_granularity IS NOT NULL], o));
    RETURN v_targets[1];
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_target(partition_tools_internal.table_key, partition_tools_internal.partition_range[], timestamptz, timestamptz, interval) IS
    'A partition to be made, with its name and its bounds in the key''s spelling; a NULL granularity means a range that is no cell of the calendar.';
