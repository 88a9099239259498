-- Key type timestamp with time zone.
CREATE OR REPLACE FUNCTION partition_tools_internal.key_clock_timestamptz()
RETURNS text
LANGUAGE sql IMMUTABLE
AS $$ SELECT 'instant'::text $$;
COMMENT ON FUNCTION partition_tools_internal.key_clock_timestamptz() IS 'Values are instants: the calendar is laid on them in the policy''s time zone.';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_decode_timestamptz(p_literal text, p_unit text)
RETURNS timestamptz
LANGUAGE sql STABLE
AS $$ SELECT p_literal::timestamptz $$;
COMMENT ON FUNCTION partition_tools_internal.key_decode_timestamptz(text, text) IS 'The instant itself.';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_encode_timestamptz(p_at timestamptz, p_unit text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET datestyle = 'ISO, YMD' SET timezone = 'UTC'
AS $$
BEGIN
    RETURN p_at::text;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_encode_timestamptz(timestamptz, text) IS 'The instant, written in UTC.';
