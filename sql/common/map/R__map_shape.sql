CREATE OR REPLACE FUNCTION partition_tools_internal.map_shape(
    p_key partition_tools_internal.table_key, p_windows json, p_range partition_tools_internal.partition_range)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    w record;
    v_touched boolean := false;
    v_inside  boolean := false;
BEGIN
    IF p_windows IS NULL OR p_range.is_default THEN
        RETURN NULL;
    END IF;
    FOR w IN SELECT (o ->> 'granularity')::interval AS granularity, (o ->> 'lower')::timestamptz AS lower, (o ->> 'upper')::timestamptz AS upper
               FROM json_array_elements(p_windows) AS o LOOP
        CONTINUE WHEN p_range.lower >= w.upper OR p_range.upper <= w.lower;
        IF partition_tools_internal.map_is_cell(p_range, w.granularity, p_key.zone) THEN
            RETURN 'declared';
        END IF;
        v_touched := true;
        v_inside := v_inside OR p_range.lower >= w.lower AND p_range.upper <= w.upper;
    END LOOP;
    RETURN CASE WHEN v_inside THEN 'odd' WHEN v_touched THEN 'crossing' ELSE 'outside' END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.map_shape(partition_tools_internal.table_key, json, partition_tools_internal.partition_range) IS
    'How a partition stands to the windows that declare a granularity: declared (a cell of one that it touches), odd (inside one, and no cell), crossing (over the edge of one, and no cell), outside (of all); NULL where nothing is declared, and for the default partition.';

CREATE OR REPLACE FUNCTION partition_tools_internal.map_is_cell(
    p_range partition_tools_internal.partition_range, p_granularity interval, p_zone text)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT isfinite(p_range.lower) OR NOT isfinite(p_range.upper) THEN
        RETURN false;
    END IF;
    RETURN partition_tools_internal.calendar_floor(p_range.lower, p_granularity, p_zone) = p_range.lower
       AND partition_tools_internal.calendar_next(p_range.lower, p_granularity, p_zone) = p_range.upper;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.map_is_cell(partition_tools_internal.partition_range, interval, text) IS
    'Whether a partition is exactly one cell of the calendar.';
