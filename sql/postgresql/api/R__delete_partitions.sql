CREATE OR REPLACE PROCEDURE partition_tools.delete_partitions(
    p_table regclass,
    p_lower_bound interval DEFAULT NULL,
    p_upper_bound interval DEFAULT NULL,
    p_limit_operations int DEFAULT NULL,
    p_cleanup_policy text DEFAULT 'drop',
    p_as_of timestamptz DEFAULT now())
LANGUAGE plpgsql
AS $$
BEGIN
    CALL partition_tools_internal.manage(p_table, pg_catalog.json_build_object('operation', 'delete_partitions',
        'lower_bound', partition_tools_internal.interval_text(p_lower_bound), 'upper_bound', partition_tools_internal.interval_text(p_upper_bound),
        'limit_operations', p_limit_operations, 'cleanup_policy', p_cleanup_policy), p_as_of);
END
$$;
COMMENT ON PROCEDURE partition_tools.delete_partitions(regclass, interval, interval, int, text, timestamptz) IS
'Drops or detaches the partitions of a window, chosen by their bounds in the catalogue, never by name, and never the default partition.

p_table: the partitioned table. p_lower_bound, p_upper_bound: the window, as intervals back from p_as_of; negative ones lie ahead. Only partitions that lie wholly inside are touched; a lower bound of NULL reaches back without limit, the upper bound is required. p_limit_operations: at most so many partitions, oldest first. p_cleanup_policy: drop (default), or detach, which leaves the partition as a table of its own. p_as_of: the reference time (default now). The calendar is laid in the time zone partition_tools.timezone (a session setting, default UTC).

Session settings, beside those of start: partition_tools.detach (auto): concurrently does not try to lock the table where PostgreSQL can do without, locked never asks for that; partition_tools.detach_patience (as long as lock_patience), how long to try before PP099 asks for DETACH PARTITION ... CONCURRENTLY.

Commits after every step, so it cannot be called inside a transaction block. Errors: as check_config, run and start; PP099 where readers leave no room for a lock.';
