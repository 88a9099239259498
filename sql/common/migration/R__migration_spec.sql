-- A specification is what a job executes, kept in job.spec as a JSON object. Three functions make its three groups of entries:
--
-- relations: config (the row of migration_config), origin (its source), target, source (what this job reads: the origin, or a
--     partition of it), only (without what is below it), foreign (postgres_fdw or the like reads it), leaf_condition (of a partition:
--     the rows it can have), cut (how the origin is cut in parts)
-- columns: columns, values (what INSERT and SELECT have), overriding (of an identity), converted (values as the target has them, for
--     the comparison), names, conversions (the same one by one), plain (columns that are copied as they are)
-- rows: keys, types, collations (by what rows are put in order and cut in batches), batchsize, filter (the rows with a key),
--     null_filter (those without a complete one, where they are this job's)
--
-- A job that continues another has more entries: see migration_next.

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_spec(
    p_config partition_tools.migration_config, p_relid oid, p_only boolean, p_filter text, p_with_nulls boolean)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN partition_tools_internal.json_with(partition_tools_internal.json_with(
        partition_tools_internal.migration_spec_relations(p_config, p_relid, p_only),
        partition_tools_internal.migration_spec_columns(p_config)),
        partition_tools_internal.migration_spec_rows(p_config, p_relid, p_filter, p_with_nulls));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_spec(partition_tools.migration_config, oid, boolean, text, boolean) IS
    'What a migration job executes, as it is kept in job.spec: what it reads, which columns from what, which rows. p_filter: the part. p_with_nulls: whether rows without a complete key are its own, too.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_spec_relations(p_config partition_tools.migration_config, p_relid oid, p_only boolean)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN json_build_object(
        'config', row_to_json(p_config), 'origin', p_config.source::oid, 'target', p_config.target::oid, 'source', p_relid, 'only', p_only,
        'foreign', (SELECT c.relkind = 'f' FROM pg_class AS c WHERE c.oid = p_relid),
        'leaf_condition', CASE WHEN p_only THEN partition_tools_internal.migration_leaf_condition(p_relid) END,
        'cut', partition_tools_internal.migration_cut(p_config));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_spec_relations(partition_tools.migration_config, oid, boolean) IS
    'The entries of a specification that say what is copied, and where.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_spec_columns(p_config partition_tools.migration_config)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT json_build_object(
                   'columns', string_agg(quote_ident(c.name), ', '), 'values', string_agg(c.value, ', '), 'overriding', bool_or(c.is_identity),
                   'converted', string_agg(c.converted, ', '), 'names', array_agg(c.name::text), 'conversions', array_agg(c.converted),
                   'plain', string_agg(quote_ident(c.name), ', ') FILTER (WHERE c.is_plain))
          FROM (SELECT m.*, format('CAST(%s AS %s)', m.value, m.type) AS converted FROM partition_tools_internal.migration_columns(p_config) AS m) AS c);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_spec_columns(partition_tools.migration_config) IS
    'The entries of a specification that say which columns are filled, and from what.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_spec_rows(
    p_config partition_tools.migration_config, p_relid oid, p_filter text, p_with_nulls boolean)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- The line break ends a comment that the condition may end in.
    v_condition text := '(' || p_config.condition || E'\n)';
    v_key record;
BEGIN
    SELECT coalesce(array_agg(k.name::text), '{}') AS names, coalesce(array_agg(k.type), '{}') AS types,
           string_agg(format('source.%I IS NOT NULL', k.name), ' AND ') FILTER (WHERE NOT k.not_null) AS complete,
           string_agg(format('source.%I IS NULL', k.name), ' OR ') FILTER (WHERE NOT k.not_null) AS incomplete
      INTO v_key FROM partition_tools_internal.migration_key(p_relid, p_config.pkey) AS k;
    RETURN json_build_object(
        'keys', v_key.names, 'types', v_key.types, 'collations', partition_tools_internal.migration_collations(p_relid, v_key.names),
        'batchsize', CASE WHEN v_key.names <> '{}' THEN p_config.batchsize END,
        'filter', coalesce(nullif(concat_ws(' AND ', v_condition, p_filter, v_key.complete), ''), 'true'),
        'null_filter', CASE WHEN p_with_nulls AND v_key.incomplete IS NOT NULL THEN concat_ws(' AND ', v_condition, '(' || v_key.incomplete || ')') END);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_spec_rows(partition_tools.migration_config, oid, text, boolean) IS
    'The entries of a specification that say which rows are copied, and in which order.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_cut(p_config partition_tools.migration_config)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_by text := partition_tools_internal.migration_part_by(p_config);
BEGIN
    RETURN CASE WHEN v_by IN ('range', 'modulus') THEN format('%s parts by %s', p_config.parts, v_by)
                WHEN v_by = 'partition' THEN 'parts by partition' ELSE 'one part' END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_cut(partition_tools.migration_config) IS 'How a source is cut in parts, as a text to be compared.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_collations(p_relid oid, p_columns text[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce(ARRAY(SELECT coalesce(quote_ident(n.nspname) || '.' || quote_ident(l.collname), '')
                   FROM generate_subscripts(p_columns, 1) AS i
                   JOIN pg_attribute AS a ON a.attrelid = p_relid AND a.attname = p_columns[i] AND a.attnum > 0 AND NOT a.attisdropped
                   LEFT JOIN pg_collation AS l ON l.oid = a.attcollation
                   LEFT JOIN pg_namespace AS n ON n.oid = l.collnamespace
                  ORDER BY i), '{}');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_collations(oid, text[]) IS
    'The collations of some columns; an empty text for a type that has none. Where they differ, so may the order of the same values.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_from(p_spec json)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE WHEN (p_spec ->> 'only')::boolean THEN 'ONLY ' ELSE '' END
        || partition_tools_internal.migration_relation(p_spec, 'source') || ' AS source';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_from(json) IS 'The source of a job, as after FROM.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_all(p_spec json)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE WHEN (p_spec ->> 'null_filter') IS NULL THEN p_spec ->> 'filter'
                ELSE format('(%s) OR (%s)', p_spec ->> 'filter', p_spec ->> 'null_filter') END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_all(json) IS 'The condition on all rows of a job, with and without a key.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_relation(p_spec json, p_side text)
RETURNS regclass
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_class AS c WHERE c.oid = (p_spec ->> p_side)::oid) THEN
        RAISE EXCEPTION '% % does not exist any more', p_side, p_spec -> 'config' ->> p_side
            USING ERRCODE = 'PP060', HINT = 'Cancel the job, and make a new run with another.';
    END IF;
    RETURN (p_spec ->> p_side)::oid::regclass;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_relation(json, text) IS
    'The source or the target of a job. By oid: it may have been renamed since. PP060 where it was dropped.';
