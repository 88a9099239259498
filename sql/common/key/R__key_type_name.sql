CREATE OR REPLACE FUNCTION partition_tools_internal.key_type_name(p_table oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT format_type(a.atttypid, a.atttypmod) FROM pg_attribute a
             WHERE a.attrelid = p_table AND a.attname = partition_tools_internal.key_column(p_table));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_type_name(oid) IS 'SQL type of a table''s partition key.';
