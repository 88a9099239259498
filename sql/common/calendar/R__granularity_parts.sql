CREATE OR REPLACE FUNCTION partition_tools_internal.granularity_parts(
    p_granularity interval, OUT unit text, OUT count int)
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_months  int := extract(year FROM p_granularity) * 12 + extract(month FROM p_granularity);
    v_days    int := extract(day FROM p_granularity);
    v_seconds numeric := extract(hour FROM p_granularity) * 3600 + extract(minute FROM p_granularity) * 60
                         + extract(second FROM p_granularity);
BEGIN
    IF v_months > 0 AND v_days = 0 AND v_seconds = 0 THEN
        unit := 'month';
        count := v_months;
    ELSIF v_months = 0 AND v_days > 0 AND v_seconds = 0 THEN
        unit := 'day';
        count := v_days;
    ELSIF v_months = 0 AND v_days = 0 AND v_seconds > 0 AND v_seconds % 86400 = 0 THEN
        unit := 'day';
        count := (v_seconds / 86400)::int;
    ELSIF v_months = 0 AND v_days = 0 AND v_seconds > 0 AND v_seconds % 3600 = 0 AND 86400 % v_seconds = 0 THEN
        unit := 'hour';
        count := (v_seconds / 3600)::int;
    ELSE
        RAISE EXCEPTION 'granularity % cannot be laid on the calendar', coalesce(p_granularity::text, 'NULL')
            USING ERRCODE = 'PP002',
                  DETAIL = 'A granularity is a whole number of months (or years), of days (or weeks), or of hours that divide a day.',
                  HINT = 'Use for example 1 hour, 6 hours, 1 day, 1 week, 1 month, 3 months or 1 year.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.granularity_parts(interval) IS
    'A granularity as a count of its calendar unit: hour, day or month (weeks are days, quarters and years are months). PP002 where it mixes units or does not divide a day.';
