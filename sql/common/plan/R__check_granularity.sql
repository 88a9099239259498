CREATE OR REPLACE FUNCTION partition_tools_internal.check_granularity(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_operations partition_tools_internal.operation[], p_as_of timestamptz)
RETURNS TABLE (severity text, finding text, "partition" text, message text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    o partition_tools_internal.operation;
    w record;
    v_lower timestamptz[] := '{}';
    v_upper timestamptz[] := '{}';
    v_cell_lower timestamptz[] := '{}';
    v_cell_upper timestamptz[] := '{}';
    v_more  record;
    v_steps text := '';
    v_end   timestamptz;
BEGIN
    FOREACH o IN ARRAY coalesce(ARRAY(SELECT p FROM unnest(p_operations) AS p WHERE p.granularity IS NOT NULL ORDER BY p.ordinal), '{}') LOOP
        w := partition_tools_internal.plan_window(p_key, o, p_as_of);
        SELECT array_agg(c.lower) AS lower, array_agg(c.upper) AS upper, max(c.upper) AS last INTO v_more
          FROM partition_tools_internal.calendar_touched(w.lower, w.upper, o.granularity, p_key.zone) AS c;
        v_lower := v_lower || w.lower;
        v_upper := v_upper || w.upper;
        v_cell_lower := v_cell_lower || v_more.lower;
        v_cell_upper := v_cell_upper || v_more.upper;
        v_steps := concat_ws(', ', nullif(v_steps, ''), o.granularity::text);
        IF o.operation = 'create_partitions' THEN
            v_end := greatest(v_end, v_more.last);
        END IF;
    END LOOP;
    RETURN QUERY
        SELECT 'warning'::text, CASE WHEN r.lower >= v_end THEN 'surplus' ELSE 'granularity' END, r.name::text,
               CASE WHEN r.lower >= v_end THEN format('partition %s lies beyond all that the policy wants made', partition_tools_internal.range_text(r))
                    ELSE format('partition %s is none of the calendar of the policy: %s', partition_tools_internal.range_text(r), v_steps) END,
               CASE WHEN r.lower >= v_end THEN 'Leave it until its time comes; or drop it, if it is empty; or let the policy want more partitions ahead.'
                    ELSE 'A merge_partitions operation whose window holds it brings it into shape.' END
          FROM unnest(p_ranges) AS r
         WHERE NOT r.is_default AND NOT partition_tools_internal.plan_left_alone(r)
           AND NOT EXISTS (SELECT FROM (SELECT unnest(v_cell_lower) AS lower, unnest(v_cell_upper) AS upper) AS c WHERE c.lower = r.lower AND c.upper = r.upper)
           AND (r.lower >= v_end
                OR EXISTS (SELECT FROM generate_series(1, coalesce(array_length(v_lower, 1), 0)) AS i WHERE r.lower < v_upper[i] AND r.upper > v_lower[i]))
         ORDER BY r.lower, r.upper;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_granularity(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.operation[], timestamptz) IS
    'What check_partitions finds about partitions that a policy does not declare: those within its windows that are no cell of its calendar, and those beyond them.';
