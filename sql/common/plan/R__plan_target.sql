CREATE OR REPLACE FUNCTION partition_tools_internal.plan_target(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_lower timestamptz, p_upper timestamptz, p_granularity interval)
RETURNS partition_tools_internal.partition_range
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    t partition_tools_internal.partition_range;
BEGIN
    t.schema_name := p_key.schema_name;
    t.name := partition_tools_internal.plan_free_name(p_key, p_ranges,
        partition_tools_internal.partition_name(p_key.table_name, p_lower, p_upper, p_granularity, p_key.zone), p_lower, p_upper);
    t.lower := p_lower;
    t.upper := p_upper;
    -- A bound that stands already keeps its spelling: two spellings of one time would overlap or leave a gap.
    t.lower_literal := coalesce(partition_tools_internal.plan_literal(p_ranges, p_lower), partition_tools_internal.key_encode(p_key, p_lower));
    t.upper_literal := coalesce(partition_tools_internal.plan_literal(p_ranges, p_upper), partition_tools_internal.key_encode(p_key, p_upper));
    t.is_default := false;
    t.rows := 0;
    t.bytes := 0;
    t.planned := true;
    RETURN t;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_target(partition_tools_internal.table_key, partition_tools_internal.partition_range[], timestamptz, timestamptz, interval) IS
    'A partition to be made, with its name and its bounds in the key''s spelling; a NULL granularity means a range that is no cell of the calendar.';

CREATE OR REPLACE FUNCTION partition_tools_internal.plan_literal(
    p_ranges partition_tools_internal.partition_range[], p_at timestamptz)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT CASE WHEN r.lower = p_at THEN r.lower_literal ELSE r.upper_literal END
              FROM unnest(p_ranges) AS r
             WHERE NOT r.is_default AND (r.lower = p_at OR r.upper = p_at)
             LIMIT 1);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_literal(partition_tools_internal.partition_range[], timestamptz) IS
    'How an existing bound at this time is spelled; NULL where there is none.';
