CREATE OR REPLACE FUNCTION partition_tools_internal.plan_window(
    p_key partition_tools_internal.table_key, p_operation partition_tools_internal.operation, p_as_of timestamptz,
    OUT lower timestamptz, OUT upper timestamptz)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_from  timestamptz;
    v_local timestamp;
    v_parts record;
BEGIN
    IF p_operation.whole IS NULL THEN
        SELECT w.lower, w.upper INTO lower, upper
          FROM partition_tools_internal.calendar_window(p_as_of, p_operation.lower_bound, p_operation.upper_bound, p_key.zone) AS w;
        RETURN;
    END IF;
    -- Counted from the start of the current partition, so that the window begins and ends with one.
    v_parts := partition_tools_internal.granularity_parts(p_operation.whole);
    v_from := partition_tools_internal.calendar_floor(p_as_of, p_operation.whole, p_key.zone);
    IF v_parts.unit = 'hour' THEN
        -- Elapsed ones: a day may have 23 or 25 of them.
        lower := coalesce(v_from - p_operation.lower_bound, '-infinity');
        upper := v_from - p_operation.upper_bound;
    ELSE
        -- The nominal start: where the clock skips it, the others do not start late.
        v_local := partition_tools_internal.calendar_floor_local(v_from AT TIME ZONE p_key.zone, v_parts.unit, v_parts.count);
        lower := coalesce((v_local - p_operation.lower_bound) AT TIME ZONE p_key.zone, '-infinity');
        upper := (v_local - p_operation.upper_bound) AT TIME ZONE p_key.zone;
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_window(partition_tools_internal.table_key, partition_tools_internal.operation, timestamptz) IS
    'The window of an operation as instants. That of the short form begins and ends with a partition, whatever the time of day.';
