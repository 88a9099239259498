CREATE OR REPLACE FUNCTION partition_tools_internal.check_coverage(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[], p_as_of timestamptz, p_now timestamp)
RETURNS TABLE (severity text, finding text, "partition" text, message text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT 'warning'::text, 'gap'::text, format('%I, %I', g.name, g.next_name), format('no partition covers [%s, %s)', g.upper AT TIME ZONE p_key.zone, g.next_lower AT TIME ZONE p_key.zone),
               'Cover the range by a create_partitions operation; windows of different granularity need to touch.'::text
          FROM (SELECT l.upper, l.name, lead(l.lower) OVER w AS next_lower, lead(l.name) OVER w AS next_name
                  FROM unnest(p_ranges) AS l WHERE NOT l.is_default WINDOW w AS (ORDER BY l.lower, l.upper)) AS g
         WHERE g.next_lower > g.upper;

    IF NOT EXISTS (SELECT FROM unnest(p_ranges) AS l WHERE NOT l.is_default AND 'detaching.' <> ALL (coalesce(l.storage, '{}')) AND l.upper > p_as_of) THEN
        RETURN QUERY SELECT 'error'::text, 'no_current_partition'::text, NULL::text,
            format('no partition takes the rows of %s and later', p_now), 'Run create_partitions.'::text;
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_coverage(partition_tools_internal.table_key, partition_tools_internal.partition_range[], timestamptz, timestamp) IS
    'What check_partitions says of ranges that no partition covers: gaps between partitions, and the time from p_as_of on, which is p_now on the clock of the policy.';
