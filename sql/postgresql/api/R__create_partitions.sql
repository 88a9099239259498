CREATE OR REPLACE PROCEDURE partition_tools.create_partitions(
    p_table regclass,
    p_granularity interval,
    p_lower_bound interval,
    p_upper_bound interval,
    p_tablespace text DEFAULT NULL,
    p_limit_operations int DEFAULT NULL,
    p_as_of timestamptz DEFAULT now())
LANGUAGE plpgsql
AS $$
BEGIN
    CALL partition_tools_internal.manage(p_table, pg_catalog.json_build_object('operation', 'create_partitions',
        'granularity', partition_tools_internal.interval_text(p_granularity), 'lower_bound', partition_tools_internal.interval_text(p_lower_bound), 'upper_bound', partition_tools_internal.interval_text(p_upper_bound),
        'table_space', p_tablespace, 'limit_operations', p_limit_operations), p_as_of);
END
$$;
COMMENT ON PROCEDURE partition_tools.create_partitions(regclass, interval, interval, interval, text, int, timestamptz) IS
'Makes the missing partitions of a window: those for rows that lie in the default partition, gaps, and those of the future. Rows of the default partition that belong into them are moved, while the table stays in use.

p_table: the partitioned table. p_granularity: the length of a partition: hours that divide a day, days, weeks, months, quarters, years or multiples. p_lower_bound, p_upper_bound: the window, as intervals back from p_as_of; negative ones lie ahead. Every partition that it touches is made, the first and the last one whole, too; existing ones are left alone. p_tablespace: where they are to lie (default: where the default partition does). p_limit_operations: at most so many partitions, oldest first (default: all). p_as_of: the reference time (default now). The calendar is laid in the time zone partition_tools.timezone (a session setting, default UTC).

Commits after every step, so it cannot be called inside a transaction block. Errors: as check_config, run and start.';
