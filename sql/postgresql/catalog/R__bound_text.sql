CREATE OR REPLACE FUNCTION partition_tools_internal.bound_text(p_partition oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
BEGIN
    RETURN (SELECT pg_get_expr(c.relpartbound, 0) FROM pg_class c WHERE c.oid = p_partition);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.bound_text(oid) IS
    'The bound of a partition in UTC and ISO style, whatever the session''s settings.';

CREATE OR REPLACE FUNCTION partition_tools_internal.bound_time(p_key_type text, p_literal text)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    k partition_tools_internal.table_key;
BEGIN
    IF to_regprocedure(format('partition_tools_internal.%I(text, text)', 'key_decode_' || p_key_type)) IS NULL THEN
        RETURN NULL;
    END IF;
    k.key_type := p_key_type;
    IF p_key_type IN ('int4', 'int8') THEN
        -- A row number may be far beyond any time.
        IF p_literal::numeric NOT BETWEEN -1e13 AND 1e13 THEN
            RETURN NULL;
        END IF;
        k.unit := CASE WHEN p_literal::int8 >= 100000000000 THEN 'ms' ELSE 's' END;
    END IF;
    RETURN partition_tools_internal.key_decode(k, p_literal);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.bound_time(text, text) IS
    'A bound as a point in time, by the codec of its key type; NULL where the type has none.';
