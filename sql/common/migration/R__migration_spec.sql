CREATE OR REPLACE FUNCTION partition_tools_internal.migration_spec(
    p_config partition_tools.migration_config, p_relid oid, p_only boolean, p_filter text, p_with_nulls boolean)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_names   text[] := coalesce(ARRAY(SELECT k.name FROM partition_tools_internal.migration_key(p_relid, p_config.pkey) AS k), '{}');
    v_types   text[] := coalesce(ARRAY(SELECT k.type FROM partition_tools_internal.migration_key(p_relid, p_config.pkey) AS k), '{}');
    v_null    text := (SELECT string_agg(format('source.%I IS NULL', k.name), ' OR ') FROM partition_tools_internal.migration_key(p_relid, p_config.pkey) AS k WHERE NOT k.not_null);
    v_keyed   text := (SELECT string_agg(format('source.%I IS NOT NULL', k.name), ' AND ') FROM partition_tools_internal.migration_key(p_relid, p_config.pkey) AS k WHERE NOT k.not_null);
    v_where   text := '(' || p_config.condition || E'\n)';
    v_columns record;
BEGIN
    SELECT string_agg(quote_ident(c.name), ', ') AS names, string_agg(c.value, ', ') AS "values", bool_or(c.is_identity) AS overriding,
           -- As the target has them, for the comparison.
           string_agg(format('CAST(%s AS %s)', c.value, c.type), ', ') AS converted,
           array_agg(c.name::text) AS names_each, array_agg(format('CAST(%s AS %s)', c.value, c.type)) AS converted_each,
           string_agg(quote_ident(c.name), ', ') FILTER (WHERE c.is_plain) AS plain
      INTO v_columns FROM partition_tools_internal.migration_columns(p_config) AS c;
    RETURN json_build_object(
        'config', row_to_json(p_config), 'origin', p_config.source::oid, 'target', p_config.target::oid, 'source', p_relid, 'only', p_only,
        'cut', partition_tools_internal.migration_cut(p_config), 'collations', partition_tools_internal.migration_collations(p_relid, v_names),
        'leaf_condition', CASE WHEN p_only THEN partition_tools_internal.migration_leaf_condition(p_relid) END,
        'foreign', (SELECT c.relkind = 'f' FROM pg_class AS c WHERE c.oid = p_relid),
        'columns', v_columns.names, 'values', v_columns."values", 'overriding', v_columns.overriding,
        'converted', v_columns.converted, 'plain', v_columns.plain, 'names', v_columns.names_each, 'conversions', v_columns.converted_each,
        'keys', v_names, 'types', v_types, 'batchsize', CASE WHEN v_names <> '{}' THEN p_config.batchsize END,
        'filter', coalesce(nullif(concat_ws(' AND ', v_where, p_filter, v_keyed), ''), 'true'),
        'null_filter', CASE WHEN p_with_nulls AND v_null IS NOT NULL THEN concat_ws(' AND ', v_where, '(' || v_null || ')') END);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_spec(partition_tools.migration_config, oid, boolean, text, boolean) IS
    'What a migration job executes, as it is kept in job.spec: which columns, from what, which rows. p_filter: the part. p_with_nulls: whether rows without a complete key are its own, too.';

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
