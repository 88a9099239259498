CREATE OR REPLACE FUNCTION partition_tools_internal.calendar_next(
    p_start timestamptz, p_granularity interval, p_zone text)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_local timestamp := p_start AT TIME ZONE p_zone;
    v_parts record;
BEGIN
    v_parts := partition_tools_internal.granularity_parts(p_granularity);
    IF v_parts.unit = 'hour' AND v_parts.count = 1 THEN
        -- Never past midnight: a zone may shift by less than an hour.
        RETURN least(p_start + interval '1 hour',
                     (date_trunc('day', v_local) + interval '1 day') AT TIME ZONE p_zone);
    END IF;
    -- From the nominal start: where the clock skips it, the cell starts late and the next one does not.
    RETURN (partition_tools_internal.calendar_floor_local(v_local, v_parts.unit, v_parts.count) + p_granularity) AT TIME ZONE p_zone;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.calendar_next(timestamptz, interval, text) IS
    'Start of the cell after the one that starts at p_start; p_start must be a start itself.';
