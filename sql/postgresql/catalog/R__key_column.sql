CREATE OR REPLACE FUNCTION partition_tools_internal.key_column(p_table oid)
RETURNS name
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT a.attname FROM pg_partitioned_table p JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0]
             WHERE p.partrelid = p_table);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_column(oid) IS 'Name of a table''s partition key column.';
