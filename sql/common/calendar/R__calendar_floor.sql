CREATE OR REPLACE FUNCTION partition_tools_internal.calendar_floor(
    p_at timestamptz, p_granularity interval, p_zone text)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_local timestamp := p_at AT TIME ZONE p_zone;
    v_parts record;
    v_day   timestamptz;
    v_start timestamp;
BEGIN
    v_parts := partition_tools_internal.granularity_parts(p_granularity);
    IF v_parts.unit = 'hour' AND v_parts.count = 1 THEN
        -- Hours are counted in elapsed time from the local midnight: 23 or 25 of them where the clock is changed.
        v_day := date_trunc('day', v_local) AT TIME ZONE p_zone;
        RETURN v_day + floor(extract(epoch FROM p_at - v_day) / 3600) * interval '1 hour';
    END IF;
    v_start := partition_tools_internal.calendar_floor_local(v_local, v_parts.unit, v_parts.count);
    -- A time that the clock shows twice is read as its second passage, which may lie ahead.
    RETURN CASE WHEN v_start AT TIME ZONE p_zone <= p_at THEN v_start ELSE v_start - p_granularity END AT TIME ZONE p_zone;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.calendar_floor(timestamptz, interval, text) IS
    'Start of the calendar cell that contains an instant, in the given time zone: hours from midnight, days at midnight, weeks on Monday, months on the 1st, quarters and years on their first day, multiples counted from fixed origins.';

CREATE OR REPLACE FUNCTION partition_tools_internal.calendar_floor_local(p_local timestamp, p_unit text, p_count int)
RETURNS timestamp
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- A Monday, so that multiples of seven days are ISO weeks.
    c_monday constant date := DATE '2001-01-01';
    v_index  int;
BEGIN
    IF p_unit = 'month' THEN
        v_index := extract(year FROM p_local) * 12 + extract(month FROM p_local) - 1;
        v_index := v_index - v_index % p_count;
        RETURN make_timestamp(v_index / 12, v_index % 12 + 1, 1, 0, 0, 0);
    ELSIF p_unit = 'day' THEN
        RETURN c_monday + (floor((p_local::date - c_monday)::numeric / p_count) * p_count)::int;
    END IF;
    RETURN date_trunc('day', p_local) + floor(extract(hour FROM p_local) / p_count) * p_count * interval '1 hour';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.calendar_floor_local(timestamp, text, int) IS
    'Start of a calendar cell on the wall clock.';
