CREATE OR REPLACE FUNCTION partition_tools_internal.calendar_floor(
    p_at timestamptz, p_granularity interval, p_zone text)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- A Monday, so that multiples of seven days are ISO weeks.
    c_monday constant date := DATE '2001-01-01';
    v_parts  record;
    v_local  timestamp := p_at AT TIME ZONE p_zone;
    v_day    timestamptz := date_trunc('day', v_local) AT TIME ZONE p_zone;
    v_index  int;
    v_start  timestamptz;
BEGIN
    v_parts := partition_tools_internal.granularity_parts(p_granularity);
    IF v_parts.unit = 'month' THEN
        v_index := extract(year FROM v_local) * 12 + extract(month FROM v_local) - 1;
        v_index := v_index - v_index % v_parts.count;
        RETURN make_timestamp(v_index / 12, v_index % 12 + 1, 1, 0, 0, 0) AT TIME ZONE p_zone;
    ELSIF v_parts.unit = 'day' THEN
        v_index := floor((v_local::date - c_monday)::numeric / v_parts.count) * v_parts.count;
        RETURN (c_monday + v_index)::timestamp AT TIME ZONE p_zone;
    ELSIF v_parts.count = 1 THEN
        -- Hours are counted in elapsed time from the local midnight: 23 or 25 of them where the clock is changed.
        RETURN v_day + floor(extract(epoch FROM p_at - v_day) / 3600) * interval '1 hour';
    END IF;
    v_index := extract(hour FROM v_local)::int / v_parts.count * v_parts.count;
    v_start := (date_trunc('day', v_local) + v_index * interval '1 hour') AT TIME ZONE p_zone;
    -- An hour that the clock shows twice is read as its second passage, which may lie ahead.
    RETURN CASE WHEN v_start <= p_at THEN v_start
                ELSE (date_trunc('day', v_local) + (v_index - v_parts.count) * interval '1 hour') AT TIME ZONE p_zone END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.calendar_floor(timestamptz, interval, text) IS
    'Start of the calendar cell that contains an instant, in the given time zone: hours from midnight, days at midnight, weeks on Monday, months on the 1st, quarters and years on their first day, multiples counted from fixed origins.';
