CREATE OR REPLACE FUNCTION partition_tools_internal.bound_time(p_key_type text, p_literal text)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    k partition_tools_internal.table_key;
BEGIN
    IF NOT EXISTS (SELECT FROM partition_tools_internal.key_types() AS t WHERE t = p_key_type) THEN
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
