CREATE OR REPLACE FUNCTION partition_tools_internal.calendar_touched(
    p_lower timestamptz, p_upper timestamptz, p_granularity interval, p_zone text)
RETURNS TABLE (lower timestamptz, upper timestamptz)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_upper timestamptz := partition_tools_internal.calendar_floor(p_upper, p_granularity, p_zone);
BEGIN
    -- The end of a window is no part of it: one that ends where a cell begins does not touch that cell.
    IF v_upper < p_upper THEN
        v_upper := partition_tools_internal.calendar_next(v_upper, p_granularity, p_zone);
    END IF;
    RETURN QUERY SELECT c.lower, c.upper
                   FROM partition_tools_internal.calendar_cells(partition_tools_internal.calendar_floor(p_lower, p_granularity, p_zone), v_upper, p_granularity, p_zone) AS c;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.calendar_touched(timestamptz, timestamptz, interval, text) IS
    'The calendar cells that a window touches, wholly inside it or not, in order; lower inclusive, upper exclusive.';
