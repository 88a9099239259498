CREATE OR REPLACE FUNCTION partition_tools_internal.policy_document(p_operations json)
RETURNS json
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_keys constant text[] := '{operations,timezone,epoch_unit,incoming_foreign_keys,publications,partition_by,partition_mode,unique_keys,keep_source,interval,pre_provisioned,retention,cleanup_policy,cleanup_limit,cleanup_gaps,name,only}';
BEGIN
    IF p_operations IS NULL OR json_typeof(p_operations) NOT IN ('array', 'object') THEN
        RAISE EXCEPTION 'the policy is neither a JSON array of operations nor a JSON object'
            USING ERRCODE = 'PP001', HINT = 'Pass [{"operation": "create_partitions", ...}, ...] or {"timezone": "UTC", "operations": [...]}.';
    END IF;
    IF json_typeof(p_operations) = 'array' THEN
        RETURN json_build_object('operations', p_operations);
    END IF;
    PERFORM partition_tools_internal.policy_keys(p_operations, 'the policy', c_keys);
    IF json_typeof(coalesce(p_operations -> 'operations', '[]')) <> 'array' THEN
        RAISE EXCEPTION 'policy key "operations" is not an array' USING ERRCODE = 'PP001';
    END IF;
    IF coalesce(partition_tools_internal.policy_value(p_operations, 'the policy', 'incoming_foreign_keys', 'text'), 'refuse') NOT IN ('refuse', 'recreate', 'drop') THEN
        RAISE EXCEPTION '"incoming_foreign_keys" must be refuse, recreate or drop' USING ERRCODE = 'PP001';
    END IF;
    PERFORM partition_tools_internal.policy_only(p_operations);
    IF coalesce(partition_tools_internal.policy_value(p_operations, 'the policy', 'unique_keys', 'text'), 'widen') NOT IN ('widen', 'refuse') THEN
        RAISE EXCEPTION '"unique_keys" must be widen or refuse' USING ERRCODE = 'PP001';
    END IF;
    IF coalesce(partition_tools_internal.policy_value(p_operations, 'the policy', 'partition_mode', 'text'), 'copy') NOT IN ('copy', 'adopt') THEN
        RAISE EXCEPTION '"partition_mode" must be copy or adopt' USING ERRCODE = 'PP001';
    END IF;
    PERFORM partition_tools_internal.policy_value(p_operations, 'the policy', 'keep_source', 'text');
    -- Without a unit only nothing.
    IF (p_operations ->> 'keep_source') <> '0' AND partition_tools_internal.policy_value(p_operations, 'the policy', 'keep_source', 'interval')::interval < '0' THEN
        RAISE EXCEPTION '"keep_source" must not be negative' USING ERRCODE = 'PP001';
    END IF;
    PERFORM partition_tools_internal.policy_value(p_operations, 'the policy', 'partition_by', 'name');
    IF (p_operations ->> 'partition_by') IS NULL AND ((p_operations ->> 'unique_keys') IS NOT NULL OR (p_operations ->> 'keep_source') IS NOT NULL OR (p_operations ->> 'partition_mode') IS NOT NULL) THEN
        RAISE EXCEPTION '"unique_keys", "keep_source" and "partition_mode" say how a plain table becomes partitioned, and there is no "partition_by"' USING ERRCODE = 'PP001';
    END IF;
    IF partition_tools_internal.policy_value(p_operations, 'the policy', 'cleanup_limit', 'count')::int NOT BETWEEN 1 AND 100 THEN
        RAISE EXCEPTION '"cleanup_limit" must be a percentage from 1 to 100' USING ERRCODE = 'PP001';
    END IF;
    IF coalesce(partition_tools_internal.policy_value(p_operations, 'the policy', 'cleanup_gaps', 'text'), 'refuse') NOT IN ('refuse', 'accept') THEN
        RAISE EXCEPTION '"cleanup_gaps" must be refuse or accept' USING ERRCODE = 'PP001';
    END IF;
    PERFORM partition_tools_internal.policy_value(p_operations, 'the policy', 'name', 'text');
    IF coalesce(partition_tools_internal.policy_value(p_operations, 'the policy', 'publications', 'text'), 'refuse') NOT IN ('refuse', 'accept') THEN
        RAISE EXCEPTION '"publications" must be refuse or accept' USING ERRCODE = 'PP001';
    END IF;
    IF coalesce(partition_tools_internal.policy_value(p_operations, 'the policy', 'epoch_unit', 'text'), 's') NOT IN ('s', 'ms') THEN
        RAISE EXCEPTION '"epoch_unit" must be s or ms' USING ERRCODE = 'PP001';
    END IF;
    PERFORM partition_tools_internal.policy_value(p_operations, 'the policy', 'timezone', 'text');
    RETURN p_operations;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.policy_document(json) IS
    'The policy of one table as an object: a bare array of operations is wrapped, unknown keys raise PP001.';
