CREATE OR REPLACE FUNCTION partition_tools_internal.bound_time(p_key_type text, p_literal text)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    k partition_tools_internal.table_key;
BEGIN
    IF NOT partition_tools_internal.key_type_known(p_key_type) THEN
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

CREATE OR REPLACE FUNCTION partition_tools_internal.bound_instant(p_table oid, p_literal text, p_missing timestamptz)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
BEGIN
    IF p_literal IS NULL THEN
        RETURN p_missing;
    END IF;
    RETURN (SELECT partition_tools_internal.bound_time(partition_tools_internal.base_type(a.atttypid), p_literal)
              FROM pg_attribute a WHERE a.attrelid = p_table AND a.attname = partition_tools_internal.key_column(p_table));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.bound_instant(oid, text, timestamptz) IS
    'A bound of a table''s partitions as a point in time; NULL where the type of its key has none.';
