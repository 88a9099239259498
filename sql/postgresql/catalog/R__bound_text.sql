CREATE OR REPLACE FUNCTION partition_tools_internal.bound_text(p_partition oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
BEGIN
    RETURN (SELECT pg_get_expr(c.relpartbound, 0) FROM pg_class c WHERE c.oid = p_partition);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.bound_text(oid) IS
    'The bound of a partition in UTC and ISO style, whatever the session''s settings.';
