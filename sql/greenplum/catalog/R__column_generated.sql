CREATE OR REPLACE FUNCTION partition_tools_internal.column_generated(p_table oid, p_column name)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN false;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.column_generated(oid, name) IS 'Whether a column is computed from others: this engine has no such.';
