CREATE OR REPLACE FUNCTION partition_tools_internal.default_span(
    p_key partition_tools_internal.table_key, p_default partition_tools_internal.partition_range)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- There is no index that could tell it, and reading the partition may take long.
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.default_span(partition_tools_internal.table_key, partition_tools_internal.partition_range) IS
    'From which key to which the rows of the default partition are: on this engine it is not looked at.';
