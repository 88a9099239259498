CREATE OR REPLACE FUNCTION partition_tools.move_partitions(
    p_table regclass,
    p_lower_bound interval DEFAULT NULL,
    p_upper_bound interval DEFAULT NULL,
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
    PERFORM partition_tools_internal.manage(p_table, json_build_object('operation', 'move_partitions',
        'lower_bound', partition_tools_internal.interval_text(p_lower_bound), 'upper_bound', partition_tools_internal.interval_text(p_upper_bound),
        'table_space', p_tablespace, 'limit_operations', p_limit_operations,
        'access_exclusive_mode', p_access_exclusive_mode, 'ddl_with_param', p_ddl_with_param), p_as_of);
END
$$;
COMMENT ON FUNCTION partition_tools.move_partitions(regclass, interval, interval, text, int, boolean, text, timestamptz) IS
'Moves the partitions of a window, indexes included, to another tablespace or other storage parameters.

p_table: the partitioned table. p_lower_bound, p_upper_bound: the window, as intervals back from p_as_of; negative ones lie ahead. Only partitions that lie wholly inside are touched; a lower bound of NULL reaches back without limit, the upper bound is required. p_tablespace: where they are to lie. p_limit_operations: at most so many partitions, oldest first. p_access_exclusive_mode: as for merge_partitions. p_ddl_with_param: storage parameters, WITH (name = value, ...). One of p_tablespace and p_ddl_with_param is required. p_as_of: the reference time (default now). The calendar is laid in the time zone partition_tools.timezone (a session setting, default UTC).

All of it is one transaction; with many actions, run and start hold the locks for a shorter time each. Errors: as check_config, run and start.';
