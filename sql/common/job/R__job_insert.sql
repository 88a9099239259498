CREATE OR REPLACE FUNCTION partition_tools_internal.job_insert(
    p_run_id bigint, p_ordinal int, p_table regclass, p_operations json, p_action partition_tools_internal.action)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- Assigned: within the INSERT Greenplum would ask a segment, which need not know the settings of the session.
    v_spec   json := partition_tools_internal.job_spec(p_operations, p_action);
    -- Nor do the segments know the search_path of a routine: asked for it they would leave out the schema.
    v_table  text := p_table::text;
    -- As run_insert: not RETURNING.
    v_job_id bigint := nextval('partition_tools_internal.job_job_id_seq');
BEGIN
    INSERT INTO partition_tools_internal.job
        (job_id, run_id, ordinal, table_oid, table_name, operation, action, strategy, sources, targets, total, spec)
    VALUES (v_job_id, p_run_id, p_ordinal, p_table, v_table, p_action.operation, p_action.action, p_action.strategy,
            coalesce(ARRAY(SELECT partition_tools_internal.range_text(s) FROM unnest(p_action.sources) AS s), '{}'),
            coalesce(ARRAY(SELECT partition_tools_internal.range_text(t) FROM unnest(p_action.targets) AS t), '{}'),
            CASE WHEN p_action.action IN ('drop', 'detach') THEN 0 ELSE p_action.rows END,
            v_spec);
    PERFORM partition_tools_internal.job_identify(v_job_id);
    RETURN v_job_id;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_insert(bigint, int, regclass, json, partition_tools_internal.action) IS
    'Persists one action as a job and returns its id.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_spec(p_operations json, p_action partition_tools_internal.action)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_policy json := partition_tools_internal.policy_document(p_operations);
    v_spec   json;
BEGIN
    v_spec := json_build_object(
        'access_exclusive_mode', coalesce(p_action.access_exclusive_mode, false),
        'incoming_foreign_keys', coalesce(v_policy ->> 'incoming_foreign_keys', partition_tools_internal.setting('incoming_foreign_keys', 'refuse')),
        'publications', coalesce(v_policy ->> 'publications', partition_tools_internal.setting('publications', 'refuse')),
        'sources', partition_tools_internal.ranges_json(p_action.sources),
        'targets', partition_tools_internal.ranges_json(p_action.targets),
        'key_column', v_policy ->> 'partition_by',
        'mode', coalesce(v_policy ->> 'partition_mode', nullif(partition_tools_internal.setting('partition_mode', ''), '')),
        'unique_keys', coalesce(v_policy ->> 'unique_keys', nullif(partition_tools_internal.setting('unique_keys', ''), '')),
        'keep_source', coalesce(v_policy ->> 'keep_source', partition_tools_internal.setting('keep_source', '1 day')),
        's3_server_name', p_action.s3_server_name, 's3_bucket', p_action.s3_bucket, 'cleanup_policy', p_action.cleanup_policy);
    IF (v_policy ->> 'partition_by') IS NOT NULL THEN
        -- A setting of the session has to be what a key of a policy has to be.
        PERFORM partition_tools_internal.policy_document(json_build_object('partition_by', v_spec ->> 'key_column', 'unique_keys', v_spec ->> 'unique_keys',
            'partition_mode', v_spec ->> 'mode', 'keep_source', v_spec ->> 'keep_source', 'incoming_foreign_keys', v_spec ->> 'incoming_foreign_keys', 'publications', v_spec ->> 'publications'));
    END IF;
    RETURN v_spec;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_spec(json, partition_tools_internal.action) IS
    'What a job executes: the sources and targets of an action, and the settings of its policy.';

CREATE OR REPLACE FUNCTION partition_tools_internal.ranges_json(p_ranges partition_tools_internal.partition_range[])
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Bounds go by their literals: what a job executes must not pass through a time zone again.
    RETURN coalesce((
        SELECT json_agg(json_build_object('schema', r.schema_name, 'name', r.name, 'lower', r.lower_literal, 'upper', r.upper_literal,
                                          'default', r.is_default, 'tablespace', r.tablespace, 'with', r.with_param))
          FROM unnest(p_ranges) AS r), '[]');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.ranges_json(partition_tools_internal.partition_range[]) IS
    'Partitions as a job keeps them.';
