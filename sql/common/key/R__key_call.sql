CREATE OR REPLACE FUNCTION partition_tools_internal.key_clock(p_key_type text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_clock text;
BEGIN
    EXECUTE format('SELECT partition_tools_internal.%I()', 'key_clock_' || p_key_type) INTO v_clock;
    RETURN v_clock;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_clock(text) IS
    'How a key type meets the calendar: wall (values carry no zone) or instant.';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_decode(p_key partition_tools_internal.table_key, p_literal text)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
-- A codec reads values as they are written under these settings.
SET search_path = pg_catalog, pg_temp SET datestyle = 'ISO, YMD' SET timezone = 'UTC'
AS $$
DECLARE
    v_at timestamptz;
BEGIN
    EXECUTE format('SELECT partition_tools_internal.%I($1, $2)', 'key_decode_' || p_key.key_type) INTO v_at USING p_literal, p_key.unit;
    RETURN v_at;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_decode(partition_tools_internal.table_key, text) IS
    'The point in time that a value of the partition key stands for.';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_encode(p_key partition_tools_internal.table_key, p_at timestamptz)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_literal text;
BEGIN
    EXECUTE format('SELECT partition_tools_internal.%I($1, $2)', 'key_encode_' || p_key.key_type) INTO v_literal USING p_at, p_key.unit;
    RETURN v_literal;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_encode(partition_tools_internal.table_key, timestamptz) IS
    'The smallest value of the partition key at or after a point in time, as its type writes it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_as_of(p_key partition_tools_internal.table_key, p_zone text, p_as_of timestamptz)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF p_key.zone = p_zone THEN
        -- Not by the wall clock, which shows an hour twice when it is set back.
        RETURN p_as_of;
    END IF;
    -- Keys without a zone live on an axis of their own, UTC by convention: the reference time is moved onto it.
    RETURN (p_as_of AT TIME ZONE p_zone) AT TIME ZONE p_key.zone;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_as_of(partition_tools_internal.table_key, text, timestamptz) IS
    'The reference time on the axis of the key: what the clock of the policy''s zone shows, for keys without a zone.';
