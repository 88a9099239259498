CREATE OR REPLACE FUNCTION partition_tools_internal.bound_name(p_bound text, p_missing text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce(regexp_replace(regexp_replace(p_bound, '( 00:00:00)?([+]00)?$', ''), '[^0-9a-z]+', '_', 'g'), p_missing);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.bound_name(text, text) IS 'A bound as part of a partition''s name.';
