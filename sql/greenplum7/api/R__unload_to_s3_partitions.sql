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
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.not_available('an unload to S3');
END
$$;
COMMENT ON FUNCTION partition_tools.unload_to_s3_partitions(regclass, interval, interval, text, text, int, boolean, timestamptz) IS
'Always PP100: not available on this engine yet.

p_table, p_lower_bound, p_upper_bound, p_s3_server_name, p_s3_bucket, p_limit_operations, p_access_exclusive_mode, p_as_of: as on other engines.

Errors: PP100.';
