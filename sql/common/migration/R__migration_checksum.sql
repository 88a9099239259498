CREATE OR REPLACE FUNCTION partition_tools_internal.migration_checksum(
    p_columns text, p_from text, p_where text, OUT rows bigint, OUT checksum numeric)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('SELECT count(*), coalesce(sum((%s)::numeric), 0) FROM %s WHERE %s',
                   format(partition_tools_internal.migration_hash(), format('ROW(%s)::text', p_columns)), p_from, p_where)
       INTO rows, checksum;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_checksum(text, text, text) IS
    'How many rows, and the sum of their hashes, which does not depend on their order.';
