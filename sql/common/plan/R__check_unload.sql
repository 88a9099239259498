CREATE OR REPLACE FUNCTION partition_tools_internal.check_unload(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_operation partition_tools_internal.operation, p_as_of timestamptz)
RETURNS TABLE (severity text, finding text, "partition" text, message text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_fault text := partition_tools_internal.s3_server_fault(coalesce(p_operation.s3_server_name, 'default'), p_operation.s3_bucket);
BEGIN
    IF v_fault IS NOT NULL THEN
        RETURN QUERY SELECT 'error'::text, 'unknown_server'::text, NULL::text, v_fault,
            'Insert it into partition_tools.s3_server, with a bucket, or correct it there, or s3_server_name and s3_bucket in the policy.'::text;
    END IF;
    RETURN QUERY
        SELECT 'info'::text, 'empty_partition'::text, i.name::text, format('partition %s is empty: it is not unloaded, and stays', quote_ident(i.name)),
               'Drop it if nothing is to come into it any more.'::text
          FROM partition_tools_internal.plan_inside(p_key, p_ranges, p_operation, p_as_of) AS i
         WHERE NOT partition_tools_internal.partition_filled(p_key, i)
         ORDER BY i.lower;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_unload(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.operation, timestamptz) IS
    'What check_partitions finds about an unload: a server that is not known, and partitions that it leaves alone.';
