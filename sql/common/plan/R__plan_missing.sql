CREATE OR REPLACE FUNCTION partition_tools_internal.plan_missing(
    p_ranges partition_tools_internal.partition_range[], p_lower timestamptz, p_upper timestamptz, p_granularity interval, p_zone text)
RETURNS TABLE (lower timestamptz, upper timestamptz, is_whole boolean)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- One sweep over the ends of cells and partitions, however many of either there are.
    RETURN QUERY
        SELECT s.lower, s.upper, s.starts AND s.ends
          FROM (SELECT e.at AS lower, lead(e.at) OVER w AS upper, sum(e.cells) OVER w AS cells, sum(e.taken) OVER w AS taken,
                       e.is_start AS starts, lead(e.is_end) OVER w AS ends
                  FROM (SELECT u.at, sum(u.cells) AS cells, sum(u.taken) AS taken, bool_or(u.cells = 1) AS is_start, bool_or(u.cells = -1) AS is_end
                          FROM (SELECT unnest(ARRAY[c.lower, c.upper]) AS at, unnest('{1, -1}'::int[]) AS cells, 0 AS taken
                                  FROM partition_tools_internal.calendar_touched(p_lower, p_upper, p_granularity, p_zone) AS c
                                UNION ALL
                                SELECT unnest(ARRAY[r.lower, r.upper]), 0, unnest('{1, -1}'::int[]) FROM unnest(p_ranges) AS r WHERE NOT r.is_default) AS u
                         GROUP BY u.at) AS e
                WINDOW w AS (ORDER BY e.at)) AS s
         WHERE s.cells > 0 AND s.taken = 0
           -- What is missing of a cell on the far side of the window is none of its business.
           AND s.lower < p_upper AND s.upper > p_lower
         ORDER BY s.lower;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_missing(partition_tools_internal.partition_range[], timestamptz, timestamptz, interval, text) IS
    'What no partition covers of the cells that a window touches, cell by cell, and whether it is a whole cell.';
