CREATE OR REPLACE FUNCTION partition_tools_internal.repartition_job(
    p_table regclass, p_sources regclass[], p_bounds text[], p_names name[], p_tablespace text, p_ddl_with_param text)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.action;
    k partition_tools_internal.table_key;
BEGIN
    PERFORM partition_tools_internal.table_supported(p_table);
    PERFORM partition_tools_internal.storage_options(p_ddl_with_param);
    SELECT c.oid, n.nspname, c.relname INTO k.table_oid, k.schema_name, k.table_name
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = p_table;
    a.operation := 'repartition';
    a.action := 'repartition';
    a.strategy := partition_tools_internal.strategy_for('copy');
    a.sources := partition_tools_internal.repartition_sources(p_table, p_sources);
    a.targets := partition_tools_internal.repartition_targets(k, p_bounds, p_names, p_tablespace, p_ddl_with_param);
    IF a.sources[1].is_default THEN
        a.targets := a.targets || a.sources[1];
    ELSIF a.sources[1].lower_literal IS DISTINCT FROM a.targets[1].lower_literal
          OR a.sources[cardinality(a.sources)].upper_literal IS DISTINCT FROM a.targets[cardinality(a.targets)].upper_literal THEN
        RAISE EXCEPTION 'the bounds do not cover the range of the sources'
            USING ERRCODE = 'PP001', DETAIL = format('The sources reach from %s to %s.', coalesce(a.sources[1].lower_literal, 'MINVALUE'),
                                                     coalesce(a.sources[cardinality(a.sources)].upper_literal, 'MAXVALUE')),
                  HINT = 'Begin p_bounds with the lower bound of the first source and end it with the upper bound of the last.';
    END IF;
    SELECT sum(s.rows), sum(s.bytes) INTO a.rows, a.bytes FROM unnest(a.sources) AS s;
    IF EXISTS (SELECT FROM unnest(a.targets) AS t
                WHERE partition_tools_internal.partition_name_taken(p_table, t.schema_name, t.name)
                  AND NOT EXISTS (SELECT FROM unnest(a.sources) AS s WHERE s.schema_name = t.schema_name AND s.name = t.name)) THEN
        RAISE EXCEPTION 'names of the new partitions are taken'
            USING ERRCODE = 'PP001', DETAIL = (SELECT string_agg(partition_tools_internal.range_text(t), ', ') FROM unnest(a.targets) AS t),
                  HINT = 'Pass other names in p_names.';
    END IF;
    RETURN partition_tools_internal.job_insert(partition_tools_internal.run_insert('partitioning', now()), 1, p_table, '[]', a);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.repartition_job(regclass, regclass[], text[], name[], text, text) IS
    'Persists a job for repartition.';

CREATE OR REPLACE FUNCTION partition_tools_internal.repartition_sources(p_table regclass, p_sources regclass[])
RETURNS partition_tools_internal.partition_range[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_sources partition_tools_internal.partition_range[] := '{}';
    s partition_tools_internal.partition_range;
    r record;
BEGIN
    FOR r IN EXECUTE format($q$
        SELECT b.relid, n.nspname, b.name, b.lower_text, b.upper_text, b.is_default,
               lag(b.upper_text) OVER o AS before, row_number() OVER o AS number, count(*) OVER () AS total
          FROM partition_tools_internal.partition_bounds($1) AS b
          JOIN pg_class c ON c.oid = b.relid JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.oid = ANY ($2)
        WINDOW o AS (ORDER BY b.lower_text::%s NULLS FIRST)
         ORDER BY number $q$, partition_tools_internal.key_type_name(p_table)) USING p_table, p_sources::oid[]
    LOOP
        IF (r.number > 1 AND r.before IS DISTINCT FROM r.lower_text) OR (r.is_default AND r.total > 1) THEN
            RAISE EXCEPTION 'the sources are not adjacent: there is something between % and the one before', quote_ident(r.name)
                USING ERRCODE = 'PP001', HINT = 'Pass adjacent partitions, or the default partition alone.';
        END IF;
        s.schema_name := r.nspname;
        s.name := r.name;
        s.lower_literal := r.lower_text;
        s.upper_literal := r.upper_text;
        s.is_default := r.is_default;
        SELECT e.rows, e.bytes INTO s.rows, s.bytes FROM partition_tools_internal.relation_estimate(r.relid) AS e;
        v_sources := v_sources || s;
    END LOOP;
    IF cardinality(v_sources) = 0 OR cardinality(v_sources) <> cardinality(p_sources) THEN
        RAISE EXCEPTION 'the sources are not all partitions of %: %', p_table, array_to_string(p_sources, ', ')
            USING ERRCODE = 'PP001', HINT = 'partition_tools.partitions lists them.';
    END IF;
    RETURN v_sources;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.repartition_sources(regclass, regclass[]) IS
    'The sources of a repartition in the order of their bounds. PP001 where they are not adjacent partitions of the table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.repartition_targets(
    p_key partition_tools_internal.table_key, p_bounds text[], p_names name[], p_tablespace text, p_with_param text)
RETURNS partition_tools_internal.partition_range[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
DECLARE
    c_type constant text := partition_tools_internal.key_type_name(p_key.table_oid);
    v_targets partition_tools_internal.partition_range[] := '{}';
    v_bounds  text[];
    v_ordered boolean;
    t partition_tools_internal.partition_range;
BEGIN
    -- Through the key's type, so that every bound is spelled as the catalogue spells it.
    EXECUTE format($q$
        SELECT array_agg(b.value::text ORDER BY b.n), coalesce(bool_and(b.value > b.before), false) AND count(*) > 1
          FROM (SELECT u.n, CASE WHEN u.text IN ('MINVALUE', 'MAXVALUE') THEN NULL ELSE u.text::%1$s END AS value,
                       lag(CASE WHEN u.text IN ('MINVALUE', 'MAXVALUE') THEN NULL ELSE u.text::%1$s END) OVER (ORDER BY u.n) AS before
                  FROM (SELECT ($1)[i] AS text, i AS n FROM generate_subscripts($1, 1) AS i) AS u) AS b $q$, c_type)
       INTO v_bounds, v_ordered USING p_bounds;
    IF NOT v_ordered OR cardinality(p_names) <> cardinality(p_bounds) - 1 THEN
        RAISE EXCEPTION 'p_bounds are not in ascending order, or p_names do not fit them'
            USING ERRCODE = 'PP001', HINT = 'Pass n + 1 bounds, each greater than the one before, and n names for n partitions.';
    END IF;
    FOR i IN 1 .. cardinality(v_bounds) - 1 LOOP
        t.schema_name := p_key.schema_name;
        t.lower_literal := v_bounds[i];
        t.upper_literal := v_bounds[i + 1];
        t.name := coalesce(p_names[i], partition_tools_internal.short_name(p_key.table_name, '_' || left(
            partition_tools_internal.bound_name(v_bounds[i], 'min') || '_to_' || partition_tools_internal.bound_name(v_bounds[i + 1], 'max'), 40)));
        t.is_default := false;
        t.tablespace := p_tablespace;
        t.with_param := p_with_param;
        v_targets := v_targets || t;
    END LOOP;
    RETURN v_targets;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.repartition_targets(partition_tools_internal.table_key, text[], name[], text, text) IS
    'The targets of a repartition from their bounds. PP001 where these are not in order.';
