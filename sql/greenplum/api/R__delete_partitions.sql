CREATE OR REPLACE FUNCTION partition_tools.delete_partitions(
    p_table regclass,
    p_lower_bound interval DEFAULT NULL,
    p_upper_bound interval DEFAULT NULL,
    p_limit_operations int DEFAULT NULL,
    p_cleanup_policy text DEFAULT 'drop',
    p_as_of timestamptz DEFAULT now())
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET optimizer = off
AS $$
BEGIN
    PERFORM partition_tools_internal.manage(p_table, json_build_object('operation', 'delete_partitions',
        'lower_bound', partition_tools_internal.interval_text(p_lower_bound), 'upper_bound', partition_tools_internal.interval_text(p_upper_bound),
        'limit_operations', p_limit_operations, 'cleanup_policy', p_cleanup_policy), p_as_of);
END
$$;
COMMENT ON FUNCTION partition_tools.delete_partitions(regclass, interval, interval, int, text, timestamptz) IS
'Drops or detaches the partitions of a window, chosen by their bounds in the catalogue, never by name, and never the default partition.

p_table: the partitioned table. p_lower_bound, p_upper_bound: the window, as intervals back from p_as_of; negative ones lie ahead. Only partitions that lie wholly inside are touched; a lower bound of NULL reaches back without limit, the upper bound is required. p_limit_operations: at most so many partitions, oldest first. p_cleanup_policy: drop (default), or detach, which leaves the partition as a table of its own. p_as_of: the reference time (default now). The calendar is laid in the time zone partition_tools.timezone (a session setting, default UTC).

All of it is one transaction; with many actions, run and start hold the locks for a shorter time each. Errors: as check_config, run and start.';
