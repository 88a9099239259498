CREATE OR REPLACE FUNCTION partition_tools_internal.migration_jobs(p_run_id bigint, p_ordinal int, p_config partition_tools.migration_config)
RETURNS bigint[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    p record;
    v_spec    json;
    v_ordinal int := p_ordinal;
    v_id      bigint;
    v_ids     bigint[] := '{}';
BEGIN
    FOR p IN SELECT x.*, count(*) OVER () AS parts FROM partition_tools_internal.migration_parts(p_config) AS x LOOP
        v_ordinal := v_ordinal + 1;
        -- Rows without a key belong to no range: the first part takes them.
        v_spec := partition_tools_internal.migration_spec(p_config, p.relid, p.only_it, p.filter, v_ids = '{}' OR p.only_it);
        INSERT INTO partition_tools_internal.job (run_id, ordinal, table_oid, table_name, operation, action, strategy, sources, targets, total, spec)
        VALUES (p_run_id, v_ordinal, p_config.target, p_config.target::text, 'migrate', 'copy',
                CASE WHEN (v_spec ->> 'batchsize') IS NULL THEN 'one transaction' ELSE format('batches of %s by %s', v_spec ->> 'batchsize', p_config.pkey) END,
                ARRAY[concat_ws(' where ', p.relid::regclass, partition_tools_internal.migration_label(p_config.condition, p.filter))],
                ARRAY[p_config.target::text], partition_tools_internal.migration_total(p_config, v_spec, p.parts), v_spec)
        RETURNING job.job_id INTO v_id;
        PERFORM partition_tools_internal.job_identify(v_id);
        v_ids := v_ids || v_id;
    END LOOP;
    RETURN v_ids;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_jobs(bigint, int, partition_tools.migration_config) IS
    'Makes the jobs of one row of migration_config, one for each part, and returns their ids.';

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
