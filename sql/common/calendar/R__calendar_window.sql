CREATE OR REPLACE FUNCTION partition_tools_internal.calendar_window(
    p_as_of timestamptz, p_lower_bound interval, p_upper_bound interval, p_zone text,
    OUT lower timestamptz, OUT upper timestamptz)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Counted on the wall clock, so that a month back is the same day and hour across a change of the clock.
    lower := CASE WHEN p_lower_bound IS NULL THEN '-infinity' ELSE (p_as_of AT TIME ZONE p_zone - p_lower_bound) AT TIME ZONE p_zone END;
    upper := (p_as_of AT TIME ZONE p_zone - p_upper_bound) AT TIME ZONE p_zone;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.calendar_window(timestamptz, interval, interval, text) IS
    'A policy window as instants: bounds are intervals back from p_as_of, negative ones lie ahead, a NULL lower bound reaches back without limit.';
