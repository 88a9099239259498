CREATE OR REPLACE FUNCTION partition_tools_internal.partition_filled(
    p_key partition_tools_internal.table_key, p_range partition_tools_internal.partition_range)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN p_range.bytes > 0 AND partition_tools_internal.relation_filled(format('%I.%I', p_range.schema_name, p_range.name)::regclass);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partition_filled(partition_tools_internal.table_key, partition_tools_internal.partition_range) IS
    'Whether an existing partition holds rows, as planning asks.';
