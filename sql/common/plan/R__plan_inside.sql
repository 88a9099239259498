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
    v_window := partition_tools_internal.plan_window(p_key, p_operation, p_as_of);
    RETURN QUERY
        SELECT r.* FROM unnest(p_ranges) AS r
         WHERE NOT r.is_default AND r.lower >= v_window.lower
           AND (r.upper <= v_window.upper OR p_operation.by_start AND r.lower < v_window.upper)
           AND NOT partition_tools_internal.plan_left_alone(r)
         ORDER BY r.lower;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_inside(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.operation, timestamptz) IS
    'The partitions that an operation''s window takes, oldest first: those that lie wholly inside, or by_start those that begin in it; never the default partition.';

CREATE OR REPLACE FUNCTION partition_tools_internal.plan_left_alone(p_range partition_tools_internal.partition_range)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- The marks of a partition whose rows lie outside the database, and of one that is being detached, where the
    -- engine has such.
    RETURN coalesce(p_range.storage, '{}') && '{external.,detaching.}';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_left_alone(partition_tools_internal.partition_range) IS
    'Whether no operation takes a partition.';
