CREATE OR REPLACE FUNCTION partition_tools_internal.interval_text(p_interval interval)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET intervalstyle = 'postgres'
AS $$
BEGIN
    RETURN p_interval::text;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.interval_text(interval) IS
    'An interval as a policy has it, whatever the session''s IntervalStyle.';
