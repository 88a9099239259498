CREATE OR REPLACE FUNCTION partition_tools_internal.calendar_cells(
    p_lower timestamptz, p_upper timestamptz, p_granularity interval, p_zone text)
RETURNS TABLE (lower timestamptz, upper timestamptz)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_most constant int := 100000;
    v_parts record;
    v_step  interval;
    v_first timestamp;
    v_count bigint;
BEGIN
    v_parts := partition_tools_internal.granularity_parts(p_granularity);
    -- Hours are counted in elapsed time from the local midnight, so they are found within days.
    v_step := CASE WHEN v_parts.unit = 'hour' AND v_parts.count = 1 THEN interval '1 day' ELSE p_granularity END;
    IF extract(epoch FROM p_upper - p_lower) / extract(epoch FROM p_granularity) <= 2 * c_most THEN
        -- From the nominal start: where the clock skips it, the cell starts late and the next one does not.
        v_first := partition_tools_internal.calendar_floor(p_lower, v_step, p_zone) AT TIME ZONE p_zone;
        v_first := CASE WHEN v_step = p_granularity THEN partition_tools_internal.calendar_floor_local(v_first, v_parts.unit, v_parts.count)
                        ELSE date_trunc('day', v_first) END;
        RETURN QUERY
            SELECT c.lower, c.upper
              FROM (SELECT h.lower, CASE WHEN v_step = p_granularity THEN d.upper ELSE least(h.lower + interval '1 hour', d.upper) END AS upper
                      FROM (SELECT s AT TIME ZONE p_zone AS lower, (s + v_step) AT TIME ZONE p_zone AS upper
                              FROM generate_series(v_first, p_upper AT TIME ZONE p_zone, v_step) AS s) AS d,
                           LATERAL generate_series(d.lower, d.upper - interval '1 microsecond',
                               CASE WHEN v_step = p_granularity THEN interval '1000 years' ELSE interval '1 hour' END) AS h(lower)) AS c
             WHERE c.lower >= p_lower AND c.upper <= p_upper
             ORDER BY c.lower;
        GET DIAGNOSTICS v_count = ROW_COUNT;
    END IF;
    IF v_count IS NULL OR v_count > c_most THEN
        RAISE EXCEPTION 'a granularity of % cuts the window from % to % into more than % partitions',
                p_granularity, p_lower, p_upper, c_most
            USING ERRCODE = 'PP002', HINT = 'Choose a coarser granularity or a shorter window.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.calendar_cells(timestamptz, timestamptz, interval, text) IS
    'The calendar cells that lie wholly inside a window, in order; lower inclusive, upper exclusive.';
