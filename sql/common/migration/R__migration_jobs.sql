CREATE OR REPLACE FUNCTION partition_tools_internal.migration_jobs(p_run_id bigint, p_ordinal int, p_config partition_tools.migration_config)
RETURNS bigint[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    p record;
    v_spec json;
    v_ids  bigint[] := '{}';
BEGIN
    FOR p IN SELECT x.*, count(*) OVER () AS parts FROM partition_tools_internal.migration_parts(p_config) AS x LOOP
        -- Rows without a key belong to no range: the first part takes them.
        v_spec := partition_tools_internal.migration_spec(p_config, p.relid, p.only_it, p.filter, v_ids = '{}' OR p.only_it);
        v_ids := v_ids || partition_tools_internal.migration_job(p_run_id, p_ordinal + coalesce(array_length(v_ids, 1), 0) + 1, p_config, v_spec,
            concat_ws(' where ', p.relid::regclass, partition_tools_internal.migration_label(p_config.condition, p.filter)), p.parts);
    END LOOP;
    RETURN v_ids;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_jobs(bigint, int, partition_tools.migration_config) IS
    'Makes the jobs of one row of migration_config, one for each part, and returns their ids.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_job(
    p_run_id bigint, p_ordinal int, p_config partition_tools.migration_config, p_spec json, p_source text, p_parts bigint)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- As run_insert: not RETURNING.
    v_id bigint := nextval('partition_tools_internal.job_job_id_seq');
BEGIN
    INSERT INTO partition_tools_internal.job (job_id, run_id, ordinal, table_oid, table_name, operation, action, strategy, sources, targets, total, spec)
    VALUES (v_id, p_run_id, p_ordinal, p_config.target, p_config.target::text, 'migrate', 'copy',
            concat_ws(', ', CASE WHEN (p_spec ->> 'batchsize') IS NULL THEN 'one transaction' ELSE format('batches of %s by %s', p_spec ->> 'batchsize', p_config.pkey) END,
                      'after ' || nullif(p_spec ->> 'after', '[]')),
            ARRAY[p_source], ARRAY[p_config.target::text], partition_tools_internal.migration_total(p_config, p_spec, p_parts),
            -- base: the run that a chain of continued runs began with.
            CASE WHEN (p_spec ->> 'base') IS NULL THEN partition_tools_internal.json_with(p_spec, json_build_object('base', p_run_id)) ELSE p_spec END);
    PERFORM partition_tools_internal.job_identify(v_id);
    RETURN v_id;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_job(bigint, int, partition_tools.migration_config, json, text, bigint) IS
    'Makes one job of a migration and returns its id. p_source: what it reads, for people.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_label(p_condition text, p_filter text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN nullif(concat_ws(' and ', CASE WHEN p_filter IS NULL THEN p_condition ELSE '(' || p_condition || ')' END,
                            regexp_replace(replace(p_filter, 'source.', ''), '::pg_catalog[.]"?[a-z0-9_]+"?', '', 'g')), '');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_label(text, text) IS
    'Which rows a job copies, for people; NULL for all.';
