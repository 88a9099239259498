CREATE OR REPLACE FUNCTION partition_tools_internal.stage_columns(p_table oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = p_table AND a.attnum > 0 AND NOT a.attisdropped);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_columns(oid) IS 'The columns of a table, as INSERT wants them.';
