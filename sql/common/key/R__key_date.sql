-- Key type date.
CREATE OR REPLACE FUNCTION partition_tools_internal.key_clock_date()
RETURNS text
LANGUAGE sql IMMUTABLE
AS $$ SELECT 'wall'::text $$;
COMMENT ON FUNCTION partition_tools_internal.key_clock_date() IS 'Dates carry no zone: the calendar is laid on the values as they are.';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_decode_date(p_literal text, p_unit text)
RETURNS timestamptz
LANGUAGE sql STABLE
AS $$ SELECT p_literal::date::timestamp AT TIME ZONE 'Etc/UTC' $$;
COMMENT ON FUNCTION partition_tools_internal.key_decode_date(text, text) IS 'A date as its midnight.';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_encode_date(p_at timestamptz, p_unit text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET datestyle = 'ISO, YMD' SET timezone = 'UTC'
AS $$
BEGIN
    IF isfinite(p_at) AND date_trunc('day', p_at) <> p_at THEN
        RAISE EXCEPTION 'a date cannot hold the bound %', p_at
            USING ERRCODE = 'PP002', HINT = 'Use a granularity of a day or more on a key of type date.';
    END IF;
    RETURN p_at::date::text;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_encode_date(timestamptz, text) IS 'The date of an instant; PP002 where it is not midnight.';
