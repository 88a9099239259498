CREATE OR REPLACE FUNCTION partition_tools_internal.partition_filled(
    p_key partition_tools_internal.table_key, p_range partition_tools_internal.partition_range)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- By bounds: the name of a partition is not that of its relation.
    RETURN p_range.bytes > 0 AND partition_tools_internal.relation_filled((
        SELECT b.relid FROM partition_tools_internal.partition_bounds(p_key.table_oid) AS b
         WHERE b.is_default = p_range.is_default AND b.lower_text IS NOT DISTINCT FROM p_range.lower_literal
           AND b.upper_text IS NOT DISTINCT FROM p_range.upper_literal));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partition_filled(partition_tools_internal.table_key, partition_tools_internal.partition_range) IS
    'Whether an existing partition holds rows, as planning asks.';
