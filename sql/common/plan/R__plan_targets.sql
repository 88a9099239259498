CREATE OR REPLACE FUNCTION partition_tools_internal.plan_targets(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_lower timestamptz[], p_upper timestamptz[], p_whole boolean[], p_operation partition_tools_internal.operation)
RETURNS partition_tools_internal.partition_range[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_targets partition_tools_internal.partition_range[];
BEGIN
    -- A bound that stands already keeps its spelling: two spellings of one time would overlap or leave a gap.
    EXECUTE format($q$
        WITH bound AS (
            SELECT b.at, min(b.literal) AS literal
              FROM (SELECT r.lower AS at, r.lower_literal AS literal FROM unnest($1) AS r WHERE NOT r.is_default
                    UNION ALL
                    SELECT r.upper, r.upper_literal FROM unnest($1) AS r WHERE NOT r.is_default) AS b
             GROUP BY b.at)
        SELECT array_agg(ROW($2,
                   partition_tools_internal.partition_name_by($3, p.lower, p.upper, CASE WHEN p.is_whole THEN $4 END, $5),
                   p.lower, p.upper, coalesce(l.literal, partition_tools_internal.%1$I(p.lower, $6)),
                   coalesce(u.literal, partition_tools_internal.%1$I(p.upper, $6)),
                   false, $7, NULL, NULL, 0, 0, true)::partition_tools_internal.partition_range ORDER BY p.lower)
          FROM (SELECT unnest($8) AS lower, unnest($9) AS upper, unnest($10) AS is_whole) AS p
          LEFT JOIN bound AS l ON l.at = p.lower
          LEFT JOIN bound AS u ON u.at = p.upper $q$, 'key_encode_' || p_key.key_type)
       INTO v_targets
      USING p_ranges, p_key.schema_name, p_key.table_name::text, coalesce(p_operation.name_pattern, partition_tools_internal.name_pattern(p_operation.granularity)),
            p_key.zone, p_key.unit, p_operation.tablespace, p_lower, p_upper, p_whole;
    RETURN coalesce(v_targets, '{}');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_targets(partition_tools_internal.table_key, partition_tools_internal.partition_range[], timestamptz[], timestamptz[], boolean[], partition_tools_internal.operation) IS
    'Partitions to be made, with the names that they are to have and with their bounds in the key''s spelling; a range that is no whole cell of the calendar is named by both its ends. p_ranges: those that have a bound in common with them.';
