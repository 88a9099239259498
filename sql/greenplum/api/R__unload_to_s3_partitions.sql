CREATE OR REPLACE FUNCTION partition_tools.unload_to_s3_partitions(
    p_table regclass,
    p_lower_bound interval DEFAULT NULL,
    p_upper_bound interval DEFAULT NULL,
    p_s3_server_name text DEFAULT NULL,
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
        's3_server_name', p_s3_server_name, 's3_bucket', p_s3_bucket, 'limit_operations', p_limit_operations,
        'access_exclusive_mode', p_access_exclusive_mode), p_as_of);
END
$$;
COMMENT ON FUNCTION partition_tools.unload_to_s3_partitions(regclass, interval, interval, text, text, int, boolean, timestamptz) IS
'Not available yet: raises PP030 where there is a partition to unload, and does nothing where there is none.

p_table, p_lower_bound, p_upper_bound, p_limit_operations, p_access_exclusive_mode, p_as_of: as for move_partitions. p_s3_server_name, p_s3_bucket: where to.

Errors: PP030; otherwise as check_config and run.';
