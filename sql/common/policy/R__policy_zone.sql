CREATE OR REPLACE FUNCTION partition_tools_internal.policy_zone(p_policy json)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_zone text := coalesce(p_policy ->> 'timezone', partition_tools_internal.setting('timezone', 'UTC'));
BEGIN
    PERFORM now() AT TIME ZONE v_zone;
    RETURN v_zone;
EXCEPTION WHEN invalid_parameter_value THEN
    RAISE EXCEPTION 'unknown time zone "%"', v_zone
        USING ERRCODE = 'PP001', HINT = 'Use a name from pg_timezone_names, for example UTC or Europe/Berlin.';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.policy_zone(json) IS
    'The time zone of a policy''s calendar: its key timezone, else the session setting partition_tools.timezone, else UTC. Never the session''s TimeZone.';
