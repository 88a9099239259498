-- Key type timestamp without time zone.
CREATE OR REPLACE FUNCTION partition_tools_internal.key_clock_timestamp()
RETURNS text
LANGUAGE sql IMMUTABLE
AS $$ SELECT 'wall'::text $$;
COMMENT ON FUNCTION partition_tools_internal.key_clock_timestamp() IS 'Timestamps carry no zone: the calendar is laid on the values as they are.';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_decode_timestamp(p_literal text, p_unit text)
RETURNS timestamptz
LANGUAGE sql STABLE
AS $$ SELECT p_literal::timestamp AT TIME ZONE 'Etc/UTC' $$;
COMMENT ON FUNCTION partition_tools_internal.key_decode_timestamp(text, text) IS 'The wall-clock time, taken as UTC.';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_encode_timestamp(p_at timestamptz, p_unit text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET datestyle = 'ISO, YMD' SET timezone = 'UTC'
AS $$
BEGIN
    RETURN (p_at AT TIME ZONE 'Etc/UTC')::text;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_encode_timestamp(timestamptz, text) IS 'The wall-clock time of an instant.';
