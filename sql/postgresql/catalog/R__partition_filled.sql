CREATE OR REPLACE FUNCTION partition_tools_internal.partition_filled(
    p_key partition_tools_internal.table_key, p_range partition_tools_internal.partition_range)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_relid constant oid := format('%I.%I', p_range.schema_name, p_range.name)::regclass;
BEGIN
    RETURN coalesce(p_range.bytes, pg_relation_size(c_relid)) > 0 AND partition_tools_internal.relation_filled(c_relid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partition_filled(partition_tools_internal.table_key, partition_tools_internal.partition_range) IS
    'Whether an existing partition holds rows, as planning asks.';
