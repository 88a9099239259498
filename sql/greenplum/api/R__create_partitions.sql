CREATE OR REPLACE FUNCTION partition_tools.create_partitions(
    p_table regclass,
    p_granularity interval,
    p_lower_bound interval,
    p_upper_bound interval,
    p_tablespace text DEFAULT NULL,
    p_limit_operations int DEFAULT NULL,
    p_as_of timestamptz DEFAULT now())
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET optimizer = off
AS $$
BEGIN
    PERFORM partition_tools_internal.manage(p_table, json_build_object('operation', 'create_partitions',
        'granularity', partition_tools_internal.interval_text(p_granularity), 'lower_bound', partition_tools_internal.interval_text(p_lower_bound), 'upper_bound', partition_tools_internal.interval_text(p_upper_bound),
        'table_space', p_tablespace, 'limit_operations', p_limit_operations), p_as_of);
END
$$;
COMMENT ON FUNCTION partition_tools.create_partitions(regclass, interval, interval, interval, text, int, timestamptz) IS
'Makes the missing partitions of a window: those for rows that lie in the default partition, gaps, and those of the future. Rows of the default partition that belong into them are moved.

p_table: the partitioned table. p_granularity: the length of a partition: hours that divide a day, days, weeks, months, quarters, years or multiples. p_lower_bound, p_upper_bound: the window, as intervals back from p_as_of; negative ones lie ahead. Every partition that it touches is made, the first and the last one whole, too; existing ones are left alone. p_tablespace: where they are to lie (default: where the default partition does). p_limit_operations: at most so many partitions, oldest first (default: all). p_as_of: the reference time (default now). The calendar is laid in the time zone partition_tools.timezone (a session setting, default UTC).

All of it is one transaction; with many actions, run and start hold the locks for a shorter time each. Errors: as check_config, run and start.';
