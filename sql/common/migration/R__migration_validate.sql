CREATE OR REPLACE FUNCTION partition_tools_internal.migration_validate(p_config partition_tools.migration_config)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET TimeZone = 'Etc/UTC' SET DateStyle = 'ISO, YMD' SET standard_conforming_strings = on
AS $$
DECLARE
    r record;
    c_filter constant text := partition_tools_internal.row_filter('off');
BEGIN
    PERFORM partition_tools_internal.migration_relations(p_config);
    IF p_config.columns IS NOT NULL AND (json_typeof(p_config.columns) <> 'object'
        OR EXISTS (SELECT FROM json_each(p_config.columns) AS e WHERE json_typeof(e.value) <> 'string')) THEN
        RAISE EXCEPTION 'columns of % is not an object of expressions: %', p_config.target, p_config.columns
            USING ERRCODE = 'PP061', HINT = 'Write {"column": "expression"}.';
    END IF;
    IF p_config.condition IS NOT NULL THEN
        PERFORM partition_tools_internal.migration_fragment(p_config.source, 'condition', 'SELECT 1 FROM %2$s AS source WHERE %1$s', p_config.condition);
    END IF;
    FOR r IN SELECT e.key, e.value FROM json_each_text(p_config.columns) AS e LOOP
        PERFORM partition_tools_internal.migration_fragment(
            p_config.source, format('the expression of column "%s"', r.key), 'SELECT %1$s FROM %2$s AS source', r.value);
    END LOOP;
    PERFORM partition_tools_internal.migration_key(p_config.source, p_config.pkey);
    PERFORM partition_tools_internal.migration_part_by(p_config);
    PERFORM partition_tools_internal.migration_types(p_config);
    PERFORM partition_tools_internal.row_filter(c_filter);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_validate(partition_tools.migration_config) IS
    'Checks a row of migration_config, without reading a row of the source. PP060 to PP064 where it cannot work.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_relations(p_config partition_tools.migration_config)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_source text := (SELECT c.relkind FROM pg_class AS c WHERE c.oid = p_config.source);
    v_target text := (SELECT c.relkind FROM pg_class AS c WHERE c.oid = p_config.target);
BEGIN
    IF v_source IS NULL OR v_target IS NULL THEN
        RAISE EXCEPTION '% % does not exist any more', CASE WHEN v_source IS NULL THEN 'source' ELSE 'target' END,
                        CASE WHEN v_source IS NULL THEN p_config.source ELSE p_config.target END
            USING ERRCODE = 'PP060', DETAIL = format('Row %s of partition_tools.migration_config.', p_config.config_id),
                  HINT = 'Update or delete that row.';
    ELSIF v_source NOT IN ('r', 'p', 'f', 'v', 'm') THEN
        RAISE EXCEPTION 'rows cannot be copied from %', p_config.source
            USING ERRCODE = 'PP060', DETAIL = 'It is no table, partitioned table, foreign table or view.', HINT = 'Name one of these as the source.';
    ELSIF v_target NOT IN ('r', 'p') THEN
        RAISE EXCEPTION 'rows cannot be copied to %', p_config.target
            USING ERRCODE = 'PP060', DETAIL = 'It is no table of this database: rows and the record of them could not be committed together.',
                  HINT = 'Run the migration in the database that has the target, with the source as a foreign table.';
    ELSIF p_config.source = p_config.target THEN
        RAISE EXCEPTION '% is source and target', p_config.source USING ERRCODE = 'PP060', HINT = 'Name two tables.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_relations(partition_tools.migration_config) IS
    'Checks that source and target exist and are of a kind that can be read and written. PP060 where they are not.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_types(p_config partition_tools.migration_config)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c record;
    v_none boolean := true;
    v_plan text;
    v_message text;
    v_hint text;
BEGIN
    FOR c IN SELECT * FROM partition_tools_internal.migration_columns(p_config) LOOP
        v_none := false;
        -- One column at a time, so that the message can name it.
        EXECUTE format('EXPLAIN INSERT INTO %s (%I)%s SELECT %s FROM %s AS source', p_config.target, c.name,
            CASE WHEN c.is_identity THEN ' OVERRIDING SYSTEM VALUE' ELSE '' END, c.value, p_config.source) INTO v_plan;
    END LOOP;
    IF v_none THEN
        RAISE EXCEPTION '% and % have no column in common', p_config.source, p_config.target
            USING ERRCODE = 'PP061', HINT = 'Columns are matched by name; for others give expressions in columns.';
    END IF;
EXCEPTION WHEN datatype_mismatch OR cannot_coerce THEN
    GET STACKED DIAGNOSTICS v_message = MESSAGE_TEXT, v_hint = PG_EXCEPTION_HINT;
    RAISE EXCEPTION 'column "%" of % cannot take the values of %', c.name, p_config.target, p_config.source
        USING ERRCODE = 'PP061', DETAIL = v_message, HINT = format('Convert them: columns = ''{%s: "..."}''.', to_json(c.name::text));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_types(partition_tools.migration_config) IS
    'Checks that every column can take its values, by planning the insert. PP061 where one cannot.';
