CREATE OR REPLACE FUNCTION partition_tools_internal.column_generated(p_table oid, p_column name)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = p_table AND a.attname = p_column AND a.attgenerated <> '');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.column_generated(oid, name) IS 'Whether a column is computed from others.';
