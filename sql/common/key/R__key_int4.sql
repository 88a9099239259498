-- Key type integer: seconds since 1970.
CREATE OR REPLACE FUNCTION partition_tools_internal.key_clock_int4()
RETURNS text
LANGUAGE sql IMMUTABLE
AS $$ SELECT 'instant'::text $$;
COMMENT ON FUNCTION partition_tools_internal.key_clock_int4() IS 'Values are instants: the calendar is laid on them in the policy''s time zone.';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_decode_int4(p_literal text, p_unit text)
RETURNS timestamptz
LANGUAGE sql STABLE
AS $$ SELECT to_timestamp(p_literal::int8) $$;
COMMENT ON FUNCTION partition_tools_internal.key_decode_int4(text, text) IS 'Seconds since 1970-01-01 00:00 UTC.';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_encode_int4(p_at timestamptz, p_unit text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET datestyle = 'ISO, YMD' SET timezone = 'UTC'
AS $$
BEGIN
    IF extract(epoch FROM p_at) > 2147483647 THEN
        RAISE EXCEPTION 'an integer key cannot hold the bound %', p_at
            USING ERRCODE = 'PP002', DETAIL = 'Seconds since 1970 leave the range of integer in January 2038.',
                  HINT = 'Use a window that ends earlier, or change the column to bigint.';
    END IF;
    RETURN extract(epoch FROM p_at)::int8::text;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_encode_int4(timestamptz, text) IS 'Seconds since 1970; PP002 past the range of integer.';
