-- Key type uuid, version 7 (RFC 9562): the first 48 bits are milliseconds since 1970.
CREATE OR REPLACE FUNCTION partition_tools_internal.key_clock_uuid()
RETURNS text
LANGUAGE sql IMMUTABLE
AS $$ SELECT 'instant'::text $$;
COMMENT ON FUNCTION partition_tools_internal.key_clock_uuid() IS 'Values are instants: the calendar is laid on them in the policy''s time zone.';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_decode_uuid(p_literal text, p_unit text)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    v_ms int8 := ('x' || lpad(left(replace(p_literal, '-', ''), 12), 16, '0'))::bit(64)::int8;
BEGIN
    -- A bound beyond the middle of its millisecond leaves the rows of that millisecond before it.
    IF right(replace(p_literal, '-', ''), 20) > '70008000000000000000' THEN
        v_ms := v_ms + 1;
    END IF;
    RETURN to_timestamp(v_ms / 1000) + v_ms % 1000 * interval '1 millisecond';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_decode_uuid(text, text) IS 'The instant in the first 48 bits; the next millisecond for a bound that lies behind the rows of its own.';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_encode_uuid(p_at timestamptz, p_unit text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET datestyle = 'ISO, YMD' SET timezone = 'UTC'
AS $$
BEGIN
    RETURN (lpad(to_hex((extract(epoch FROM p_at)::numeric * 1000)::int8), 12, '0') || '7000800000000000' || '0000')::uuid::text;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_encode_uuid(timestamptz, text) IS 'The smallest uuid of version 7 of the millisecond. Version and variant are in it, since others, who also work on the table, decode no other.';
