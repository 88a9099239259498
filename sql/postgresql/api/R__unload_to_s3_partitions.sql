CREATE OR REPLACE PROCEDURE partition_tools.unload_to_s3_partitions(
    p_table regclass,
    p_lower_bound interval DEFAULT NULL,
    p_upper_bound interval DEFAULT NULL,
    p_s3_server_name text DEFAULT 'default',
    p_s3_bucket text DEFAULT NULL,
    p_limit_operations int DEFAULT NULL,
    p_access_exclusive_mode boolean DEFAULT false,
    p_as_of timestamptz DEFAULT now())
LANGUAGE plpgsql
AS $$
BEGIN
    CALL partition_tools_internal.manage(p_table, pg_catalog.json_build_object('operation', 'unload_to_s3_partitions',
        'lower_bound', partition_tools_internal.interval_text(p_lower_bound), 'upper_bound', partition_tools_internal.interval_text(p_upper_bound),
        'window', partition_tools_internal.setting('unload_window', 'whole'), 's3_server_name', p_s3_server_name, 's3_bucket', p_s3_bucket,
        'cleanup_policy', partition_tools_internal.setting('cleanup_policy', 'drop'),
        'limit_operations', p_limit_operations, 'access_exclusive_mode', p_access_exclusive_mode), p_as_of);
END
$$;
COMMENT ON PROCEDURE partition_tools.unload_to_s3_partitions(regclass, interval, interval, text, text, int, boolean, timestamptz) IS
'Makes jobs that archive the partitions of a window in S3 and then drop them. The jobs are for a worker, the program partition-tools (work, or run), which reads a partition, writes it, reads every object back and compares; only then, and only if no row has changed meanwhile, the partition leaves the table. Writers are not blocked until then. Empty partitions are left alone. The view archives lists what is where; restore brings it back.

p_table: the partitioned table. p_lower_bound, p_upper_bound: the window, as intervals back from p_as_of; negative ones lie ahead. Only partitions that lie wholly inside are touched, or, with SET partition_tools.unload_window = ''start'' (a session setting, default whole), those that begin in it; a lower bound of NULL reaches back without limit, the upper bound is required. p_s3_server_name: a row of s3_server (default: default). p_s3_bucket: the bucket (default: that of the server). p_limit_operations: at most so many partitions, oldest first. p_access_exclusive_mode: accepted for the callers of the Greenplum tool; on PostgreSQL the lock is short either way. p_as_of: the reference time (default now). What is archived is dropped, or, with SET partition_tools.cleanup_policy = ''detach'' (a session setting, default drop), detached. The calendar is laid in the time zone partition_tools.timezone (a session setting, default UTC).

Commits after every step, so it cannot be called inside a transaction block. Errors: as check_config, run and start.';
