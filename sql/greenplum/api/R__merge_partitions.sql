CREATE OR REPLACE FUNCTION partition_tools.merge_partitions(
    p_table regclass,
    p_granularity interval,
    p_lower_bound interval,
    p_upper_bound interval,
    p_tablespace text DEFAULT NULL,
    p_limit_operations int DEFAULT NULL,
    p_access_exclusive_mode boolean DEFAULT false,
    p_ddl_with_param text DEFAULT NULL,
    p_as_of timestamptz DEFAULT now())
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET optimizer = off
AS $$
BEGIN
    PERFORM partition_tools_internal.manage(p_table, json_build_object('operation', 'merge_partitions',
        'granularity', partition_tools_internal.interval_text(p_granularity), 'lower_bound', partition_tools_internal.interval_text(p_lower_bound), 'upper_bound', partition_tools_internal.interval_text(p_upper_bound),
        'table_space', p_tablespace, 'limit_operations', p_limit_operations,
        'access_exclusive_mode', p_access_exclusive_mode, 'ddl_with_param', p_ddl_with_param), p_as_of);
END
$$;
COMMENT ON FUNCTION partition_tools.merge_partitions(regclass, interval, interval, interval, text, int, boolean, text, timestamptz) IS
'Merges the partitions of a window into coarser ones of the calendar. Partitions that straddle the new grid are cut and joined.

p_table: the partitioned table. p_granularity: the length of a partition afterwards. p_lower_bound, p_upper_bound: the window, as intervals back from p_as_of; negative ones lie ahead. Only partitions that lie wholly inside are touched; where a part of a cell is missing that the others of it are merged into, it is made, too, with the rows that the default partition holds of it, unless it has been unloaded. p_tablespace: where the merged ones are to lie (default: where the first of their sources does). p_limit_operations: at most so many merges, oldest first. p_access_exclusive_mode: hold ACCESS EXCLUSIVE from the start, instead of letting readers go on during the copy and waiting for them before the swap (default: false). p_ddl_with_param: storage parameters, WITH (name = value, ...), laid over those of the first source, or in their place where they say appendonly. p_as_of: the reference time (default now). The calendar is laid in the time zone partition_tools.timezone (a session setting, default UTC).

All of it is one transaction; with many actions, run and start hold the locks for a shorter time each. Errors: as check_config, run and start.';
