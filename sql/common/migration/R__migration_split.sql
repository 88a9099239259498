CREATE OR REPLACE FUNCTION partition_tools_internal.migration_split(p_config partition_tools.migration_config)
RETURNS text[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    k record;
    v_bounds text[];
BEGIN
    SELECT * INTO k FROM partition_tools_internal.migration_key(p_config.source, p_config.pkey) LIMIT 1;
    v_bounds := partition_tools_internal.migration_split_histogram(p_config.source, k.name, p_config.parts);
    IF v_bounds IS NULL AND k.type_name IN ('int2', 'int4', 'int8', 'numeric', 'date', 'timestamp', 'timestamptz') THEN
        v_bounds := partition_tools_internal.migration_split_even(p_config, k.name, k.type_name);
    ELSIF v_bounds IS NULL THEN
        -- Values between which nothing can be computed are read. ANALYZE spares that.
        EXECUTE format('SELECT percentile_disc($1) WITHIN GROUP (ORDER BY source.%I::%s)::text[] FROM %s AS source WHERE %s',
                       k.name, k.type, p_config.source, coalesce('(' || p_config.condition || E'\n)', 'true'))
           INTO v_bounds USING (SELECT array_agg(i::float8 / p_config.parts) FROM generate_series(1, p_config.parts - 1) AS i);
    END IF;
    RETURN partition_tools_internal.migration_split_ordered(p_config.source, k.name, k.type, v_bounds);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_split(partition_tools.migration_config) IS
    'Values of the first key column that cut the source into parts of about the same size, in order; fewer where there are not enough values. From the statistics of ANALYZE, else between the least and the greatest value, else (text, uuid) by reading the key once.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_split_ordered(p_source oid, p_column name, p_type text, p_bounds text[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- The column's own, not the one of the database.
    v_collate text := (SELECT format(' COLLATE %I.%I', n.nspname, c.collname)
                         FROM pg_attribute AS a JOIN pg_collation AS c ON c.oid = a.attcollation JOIN pg_namespace AS n ON n.oid = c.collnamespace
                        WHERE a.attrelid = p_source AND a.attname = p_column);
    v_bounds text[];
BEGIN
    EXECUTE format('SELECT ARRAY(SELECT d.v::text FROM (SELECT DISTINCT u.b::%s AS v FROM unnest($1) AS u(b) WHERE u.b IS NOT NULL) AS d ORDER BY d.v%s)',
                   p_type, v_collate) INTO v_bounds USING p_bounds;
    RETURN coalesce(v_bounds, '{}');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_split_ordered(oid, name, text, text[]) IS
    'Values of a column, each once, in the order of its type and collation.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_split_histogram(p_source oid, p_column name, p_parts int)
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_all   text[];
    v_count int;
BEGIN
    SELECT s.histogram_bounds::text::text[] INTO v_all
      FROM pg_stats AS s JOIN pg_class AS c ON c.relname = s.tablename JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname = s.schemaname
     WHERE c.oid = p_source AND s.attname = p_column AND s.histogram_bounds IS NOT NULL
     ORDER BY s.inherited DESC LIMIT 1;
    v_count := array_length(v_all, 1);
    -- Fewer values than that would make very unequal parts.
    IF v_count IS NULL OR v_count < 4 * p_parts THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT array_agg(v_all[1 + round(i * (v_count - 1)::numeric / p_parts)::int]) FROM generate_series(1, p_parts - 1) AS i);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_split_histogram(oid, name, int) IS
    'Bounds of equal parts from the statistics of a column; NULL where there are none, or not fine enough.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_split_even(p_config partition_tools.migration_config, p_column name, p_type name)
RETURNS text[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- Dates are cut as timestamps; what is not finite has no middle.
    v_type   text := CASE WHEN p_type = 'date' THEN 'timestamp' WHEN p_type IN ('timestamp', 'timestamptz') THEN p_type::text ELSE 'numeric' END;
    v_finite text := CASE WHEN v_type = 'numeric' THEN format('source.%I::text NOT IN (''NaN'', ''Infinity'', ''-Infinity'')', p_column)
                          ELSE format('isfinite(source.%I)', p_column) END;
    v_bounds text[];
BEGIN
    IF p_type IN ('int2', 'int4', 'int8') THEN
        v_finite := 'true';
    END IF;
    EXECUTE format($q$
        SELECT coalesce(ARRAY(SELECT (%s)::text FROM generate_series(1, $1 - 1) AS i), '{}')
          FROM (SELECT min(source.%I)::%s AS low, max(source.%2$I)::%3$s AS high FROM %s AS source WHERE %s AND %s) AS m
         WHERE m.low < m.high $q$,
        CASE WHEN p_type LIKE 'int%' THEN 'floor(m.low + (m.high - m.low) * i / $1)'
             WHEN p_type = 'date' THEN '(m.low + (m.high - m.low) * (i::float8 / $1))::date'
             WHEN v_type = 'numeric' THEN 'm.low + (m.high - m.low) * i / $1'
             ELSE 'm.low + (m.high - m.low) * (i::float8 / $1)' END,
        p_column, v_type, p_config.source, v_finite, coalesce('(' || p_config.condition || E'\n)', 'true'))
       INTO v_bounds USING p_config.parts;
    RETURN v_bounds;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_split_even(partition_tools.migration_config, name, name) IS
    'Bounds that cut the way from the least to the greatest value into equal lengths; NULL where there are no two values.';
