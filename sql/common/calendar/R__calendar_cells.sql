CREATE OR REPLACE FUNCTION partition_tools_internal.calendar_cells(
    p_lower timestamptz, p_upper timestamptz, p_granularity interval, p_zone text)
RETURNS TABLE (lower timestamptz, upper timestamptz)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_most constant int := 100000;
    v_count int := 0;
BEGIN
    lower := partition_tools_internal.calendar_floor(p_lower, p_granularity, p_zone);
    IF lower < p_lower THEN
        lower := partition_tools_internal.calendar_next(lower, p_granularity, p_zone);
    END IF;
    LOOP
        upper := partition_tools_internal.calendar_next(lower, p_granularity, p_zone);
        EXIT WHEN upper > p_upper;
        v_count := v_count + 1;
        IF v_count > c_most THEN
            RAISE EXCEPTION 'a granularity of % cuts the window from % to % into more than % partitions',
                    p_granularity, p_lower, p_upper, c_most
                USING ERRCODE = 'PP002', HINT = 'Choose a coarser granularity or a shorter window.';
        END IF;
        RETURN NEXT;
        lower := upper;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.calendar_cells(timestamptz, timestamptz, interval, text) IS
    'The calendar cells that lie wholly inside a window, in order; lower inclusive, upper exclusive.';
