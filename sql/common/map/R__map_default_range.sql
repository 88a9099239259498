CREATE OR REPLACE FUNCTION partition_tools_internal.map_default_range(
    p_key partition_tools_internal.table_key, p_default partition_tools_internal.partition_range,
    OUT lower timestamptz, OUT upper timestamptz, OUT basis text)
LANGUAGE plpgsql STABLE
-- Statistics write values as the session would: pinned, so that the codec reads them.
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
DECLARE
    -- So much is read in some ten milliseconds.
    c_small constant bigint := 8 * 1024 * 1024;
    v_relid oid := (SELECT b.relid FROM partition_tools_internal.partition_bounds(p_key.table_oid) AS b WHERE b.is_default);
    v_edges text[];
    v_edge  text;
BEGIN
    IF NOT partition_tools_internal.relation_readable(v_relid) THEN
        basis := 'not known: no right to read its rows';
        RETURN;
    END IF;
    IF p_default.bytes <= c_small OR partition_tools_internal.map_key_indexed(v_relid, p_key.column_name) THEN
        EXECUTE format('SELECT ARRAY[(SELECT %1$I::text FROM ONLY %2$s WHERE %1$I IS NOT NULL ORDER BY %1$I LIMIT 1), (SELECT %1$I::text FROM ONLY %2$s WHERE %1$I IS NOT NULL ORDER BY %1$I DESC LIMIT 1)]',
                       p_key.column_name, v_relid::regclass) INTO v_edges;
        basis := CASE WHEN v_edges[1] IS NULL THEN 'no row with a key was found' ELSE 'read from its rows' END;
    ELSE
        SELECT s.histogram_bounds::text::text[] || s.most_common_vals::text::text[] INTO v_edges
          FROM pg_stats AS s
          JOIN pg_namespace AS n ON n.nspname = s.schemaname
          JOIN pg_class AS c ON c.relnamespace = n.oid AND c.relname = s.tablename
         WHERE c.oid = v_relid AND s.attname = p_key.column_name;
        basis := CASE WHEN v_edges IS NULL THEN 'not known: no index on the key, and no statistics' ELSE 'estimated by the last ANALYZE' END;
    END IF;
    FOREACH v_edge IN ARRAY coalesce(v_edges, '{}') LOOP
        lower := least(lower, partition_tools_internal.key_decode(p_key, v_edge));
        upper := greatest(upper, partition_tools_internal.key_decode(p_key, v_edge));
    END LOOP;
EXCEPTION WHEN datetime_field_overflow THEN
    lower := NULL;
    upper := NULL;
    basis := 'not known: it has keys that are no points in time';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.map_default_range(partition_tools_internal.table_key, partition_tools_internal.partition_range) IS
    'The earliest and the latest key in the default partition, and how that is known: read from its rows where that is quick, else estimated from statistics, else not known (NULL).';

CREATE OR REPLACE FUNCTION partition_tools_internal.map_key_indexed(p_relid oid, p_column name)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM pg_index x
                     JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0]
                     JOIN pg_class i ON i.oid = x.indexrelid
                     JOIN pg_am m ON m.oid = i.relam
                    WHERE x.indrelid = p_relid AND x.indisvalid AND x.indpred IS NULL AND a.attname = p_column AND m.amname = 'btree');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.map_key_indexed(oid, name) IS
    'Whether an index finds the first and the last key of a table at once.';
