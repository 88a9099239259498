CREATE OR REPLACE FUNCTION partition_tools_internal.plan_inside(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_operation partition_tools_internal.operation, p_as_of timestamptz)
RETURNS SETOF partition_tools_internal.partition_range
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_window record;
BEGIN
    v_window := partition_tools_internal.calendar_window(p_as_of, p_operation.lower_bound, p_operation.upper_bound, p_key.zone);
    RETURN QUERY
        SELECT r.* FROM unnest(p_ranges) AS r
         WHERE NOT r.is_default AND r.lower >= v_window.lower AND r.upper <= v_window.upper
           -- The marks of a partition whose rows lie outside the database, and of one that is being detached, where the
           -- engine has such.
           AND NOT coalesce(r.storage, '{}') && '{external.,detaching.}'
         ORDER BY r.lower;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_inside(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.operation, timestamptz) IS
    'The partitions that lie wholly inside an operation''s window, oldest first; never the default partition.';
