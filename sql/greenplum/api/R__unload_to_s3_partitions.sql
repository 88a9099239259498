CREATE OR REPLACE FUNCTION partition_tools.unload_to_s3_partitions(
    p_table regclass,
    p_lower_bound interval DEFAULT NULL,
    p_upper_bound interval DEFAULT NULL,
    p_s3_server_name text DEFAULT 'default',
    p_s3_bucket text DEFAULT NULL,
    p_limit_operations int DEFAULT NULL,
    p_access_exclusive_mode boolean DEFAULT false,
    p_as_of timestamptz DEFAULT now())
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET optimizer = off
AS $$
BEGIN
    PERFORM partition_tools_internal.manage(p_table, json_build_object('operation', 'unload_to_s3_partitions',
        'lower_bound', partition_tools_internal.interval_text(p_lower_bound), 'upper_bound', partition_tools_internal.interval_text(p_upper_bound),
        'window', partition_tools_internal.setting('unload_window', 'whole'), 's3_server_name', p_s3_server_name, 's3_bucket', p_s3_bucket,
        'cleanup_policy', partition_tools_internal.setting('cleanup_policy', 'drop'), 'limit_operations', p_limit_operations,
        'access_exclusive_mode', p_access_exclusive_mode), p_as_of);
END
$$;
COMMENT ON FUNCTION partition_tools.unload_to_s3_partitions(regclass, interval, interval, text, text, int, boolean, timestamptz) IS
'Archives the partitions of a window in S3. With writer s3 or pxf of the server every segment writes its rows through an external table; they are read back and compared, and then an external table takes the place of the partition, so that the table still answers (keep_external), or nothing. With writer client this makes jobs for a worker, the program partition-tools (work, or run). Empty partitions are left alone. The view archives lists what is where; restore brings it back.

p_table: the partitioned table. p_lower_bound, p_upper_bound: the window, as intervals back from p_as_of; negative ones lie ahead. Only partitions that lie wholly inside are touched, or, with SET partition_tools.unload_window = ''start'' (a session setting, default whole), those that begin in it; a lower bound of NULL reaches back without limit, the upper bound is required. p_s3_server_name: a row of s3_server (default: default). p_s3_bucket: the bucket (default: that of the server). p_limit_operations: at most so many partitions, oldest first. p_access_exclusive_mode: as for merge_partitions. p_as_of: the reference time (default now). What is archived is dropped, or, with SET partition_tools.cleanup_policy = ''detach'' (a session setting, default drop), kept as a detached table as well. The calendar is laid in the time zone partition_tools.timezone (a session setting, default UTC).

All of it is one transaction; with many actions, run and start hold the locks for a shorter time each. Errors: PP070 for a server that s3_server does not have; PP072 where what was read back differs; otherwise as check_config, run and start.';
