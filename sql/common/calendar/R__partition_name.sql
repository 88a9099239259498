CREATE OR REPLACE FUNCTION partition_tools_internal.partition_name(
    p_table text, p_lower timestamptz, p_upper timestamptz, p_granularity interval, p_zone text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_from constant timestamp := p_lower AT TIME ZONE p_zone;
    c_to   constant timestamp := p_upper AT TIME ZONE p_zone;
    v_parts record;
    v_format text;
BEGIN
    IF p_granularity IS NULL THEN
        v_format := CASE WHEN date_trunc('day', c_from) = c_from AND date_trunc('day', c_to) = c_to
                         THEN 'YYYY_MM_DD' ELSE 'YYYY_MM_DD_HH24MISS' END;
        RETURN partition_tools_internal.short_name(
            p_table, '_' || to_char(c_from, v_format) || '_to_' || to_char(c_to, v_format));
    END IF;
    v_parts := partition_tools_internal.granularity_parts(p_granularity);
    v_format := CASE
        WHEN v_parts.unit = 'hour' THEN 'YYYY_MM_DD_HH24'
        WHEN v_parts.unit = 'day' AND v_parts.count % 7 = 0 THEN 'IYYY_"w"IW'
        WHEN v_parts.unit = 'day' THEN 'YYYY_MM_DD'
        WHEN v_parts.count % 12 = 0 THEN 'YYYY'
        WHEN v_parts.count = 3 THEN 'YYYY_"q"Q'
        ELSE 'YYYY_MM' END;
    RETURN partition_tools_internal.short_name(p_table, '_' || to_char(c_from, v_format));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partition_name(text, timestamptz, timestamptz, interval, text) IS
    'Name of a partition from its start in the calendar: t_2026_06_25_13, t_2026_06_25, t_2026_w26 (ISO), t_2026_06, t_2026_q2, t_2026. A range that is no cell (NULL granularity) is named by both ends.';
