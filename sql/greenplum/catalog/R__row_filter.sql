CREATE OR REPLACE FUNCTION partition_tools_internal.row_filter(p_value text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN p_value;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.row_filter(text) IS 'Does nothing: this engine has no row security.';
