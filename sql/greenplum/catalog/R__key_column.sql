CREATE OR REPLACE FUNCTION partition_tools_internal.key_column(p_table oid)
RETURNS name
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT a.attname FROM pg_partition p JOIN pg_attribute a ON a.attrelid = p.parrelid AND a.attnum = p.paratts[0]
             WHERE p.parrelid = p_table AND p.parlevel = 0 AND NOT p.paristemplate);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_column(oid) IS 'Name of a table''s partition key column.';
