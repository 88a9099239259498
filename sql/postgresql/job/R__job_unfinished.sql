CREATE OR REPLACE FUNCTION partition_tools_internal.job_unfinished(p_table regclass, p_action partition_tools_internal.action)
RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT max(j.job_id)
          FROM partition_tools_internal.job j
         WHERE j.table_oid = p_table AND j.ended_at IS NULL
           AND j.operation = p_action.operation
           AND j.action = p_action.action
           AND j.sources = ARRAY(SELECT partition_tools_internal.range_text(s) FROM unnest(p_action.sources) AS s)
           AND (j.targets = ARRAY(SELECT partition_tools_internal.range_text(t) FROM unnest(p_action.targets) AS t)
                -- The partitions of a conversion take their names before the switch, so that a later plan has to find others.
                OR j.action = 'convert' AND partition_tools_internal.targets_bounds(j.spec) = partition_tools_internal.targets_bounds(
                       json_build_object('targets', partition_tools_internal.ranges_json(p_action.targets))))
           AND NOT partition_tools_internal.cancel_requested(j.job_id)
           -- What is built already cannot take another tablespace, or other storage.
           AND (NOT EXISTS (SELECT FROM partition_tools_internal.job_target AS t WHERE t.job_id = j.job_id)
                OR partition_tools_internal.targets_storage(j.spec) = partition_tools_internal.targets_storage(
                       json_build_object('targets', partition_tools_internal.ranges_json(p_action.targets))))
           -- One that was to go elsewhere is not the same.
           AND coalesce(j.spec ->> 's3_server_name', '') = coalesce(p_action.s3_server_name, '')
           AND coalesce(j.spec ->> 's3_bucket', '') = coalesce(p_action.s3_bucket, '')
           AND coalesce(j.spec ->> 'cleanup_policy', '') = coalesce(p_action.cleanup_policy, '')
           -- A job that waits for a worker is not made again by every run until one comes.
           AND coalesce((partition_tools_internal.job_latest(j.job_id)).state IN ('running', 'failed'), j.action = 'unload')
           AND partition_tools_internal.job_elsewhere(j.job_id) IS NULL);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_unfinished(regclass, partition_tools_internal.action) IS
    'A job that has begun this very action and not finished it, or that waits for a worker to begin it; NULL where there is none.';

CREATE OR REPLACE FUNCTION partition_tools_internal.targets_storage(p_spec json)
RETURNS text[]
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(SELECT format('%L %L', t ->> 'tablespace', t ->> 'with') FROM json_array_elements(p_spec -> 'targets') AS t);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.targets_storage(json) IS 'Tablespace and storage parameters of a job''s targets.';

CREATE OR REPLACE FUNCTION partition_tools_internal.targets_bounds(p_spec json)
RETURNS text[]
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(SELECT format('%L %L %s', t ->> 'lower', t ->> 'upper', t ->> 'default') FROM json_array_elements(p_spec -> 'targets') AS t);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.targets_bounds(json) IS 'Bounds of a job''s targets, in order.';
