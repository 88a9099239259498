CREATE OR REPLACE FUNCTION partition_tools_internal.policy_zone(p_policy json)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_zone text := coalesce(p_policy ->> 'timezone', partition_tools_internal.setting('timezone', 'UTC'));
BEGIN
    -- In POSIX the sign of an offset is the opposite of what people mean, and an abbreviation knows no summer time.
    IF v_zone ~ '[0-9]' AND v_zone !~ '^Etc/' OR (v_zone ~ '^[A-Za-z]{2,5}$' AND upper(v_zone) NOT IN ('UTC', 'GMT')) THEN
        RAISE EXCEPTION 'time zone "%" is an offset or an abbreviation', v_zone
            USING ERRCODE = 'PP001', HINT = 'Use a name from pg_timezone_names, for example UTC or Europe/Berlin.';
    END IF;
    IF upper(v_zone) IN ('UTC', 'GMT') THEN
        -- As an abbreviation it can mean something else in a session whose own zone is named so.
        v_zone := 'Etc/UTC';
    END IF;
    PERFORM now() AT TIME ZONE v_zone;
    RETURN v_zone;
EXCEPTION WHEN invalid_parameter_value THEN
    RAISE EXCEPTION 'unknown time zone "%"', v_zone
        USING ERRCODE = 'PP001', HINT = 'Use a name from pg_timezone_names, for example UTC or Europe/Berlin.';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.policy_zone(json) IS
    'The time zone of a policy''s calendar: its key timezone, else the session setting partition_tools.timezone, else UTC. Never the session''s TimeZone.';
