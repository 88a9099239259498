-- Key type bigint: seconds or milliseconds since 1970, by the unit.
CREATE OR REPLACE FUNCTION partition_tools_internal.key_clock_int8()
RETURNS text
LANGUAGE sql IMMUTABLE
AS $$ SELECT 'instant'::text $$;
COMMENT ON FUNCTION partition_tools_internal.key_clock_int8() IS 'Values are instants: the calendar is laid on them in the policy''s time zone.';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_decode_int8(p_literal text, p_unit text)
RETURNS timestamptz
LANGUAGE sql STABLE
AS $$
    SELECT CASE p_unit WHEN 'ms' THEN to_timestamp(p_literal::int8 / 1000) + p_literal::int8 % 1000 * interval '1 millisecond'
                       ELSE to_timestamp(p_literal::int8) END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_decode_int8(text, text) IS 'Seconds (s) or milliseconds (ms) since 1970-01-01 00:00 UTC.';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_encode_int8(p_at timestamptz, p_unit text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET datestyle = 'ISO, YMD' SET timezone = 'UTC'
AS $$
BEGIN
    RETURN (extract(epoch FROM p_at)::numeric * CASE p_unit WHEN 'ms' THEN 1000 ELSE 1 END)::int8::text;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_encode_int8(timestamptz, text) IS 'Seconds (s) or milliseconds (ms) since 1970.';
