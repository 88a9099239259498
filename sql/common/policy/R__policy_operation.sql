CREATE OR REPLACE FUNCTION partition_tools_internal.policy_operation(p_item json, p_ordinal int)
RETURNS partition_tools_internal.operation
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET intervalstyle = 'postgres'
AS $$
DECLARE
    v_where text := 'operation ' || p_ordinal;
    v_window text;
    v_op  partition_tools_internal.operation;
BEGIN
    IF json_typeof(p_item) <> 'object' THEN
        RAISE EXCEPTION '% is not a JSON object: %', v_where, p_item USING ERRCODE = 'PP001';
    END IF;
    v_where := format('%s (%s)', v_where, coalesce(p_item ->> 'operation', '?'));
    PERFORM partition_tools_internal.policy_keys(p_item, v_where, partition_tools_internal.policy_operation_keys(p_item ->> 'operation'));
    v_op.ordinal := p_ordinal;
    v_op.operation := partition_tools_internal.policy_value(p_item, v_where, 'operation', 'text');
    v_op.granularity := partition_tools_internal.policy_value(p_item, v_where, 'granularity', 'interval');
    v_op.lower_bound := partition_tools_internal.policy_value(p_item, v_where, 'lower_bound', 'interval');
    v_op.upper_bound := partition_tools_internal.policy_value(p_item, v_where, 'upper_bound', 'interval');
    v_op.tablespace := partition_tools_internal.policy_value(p_item, v_where, 'table_space', 'name');
    v_op.limit_operations := partition_tools_internal.policy_value(p_item, v_where, 'limit_operations', 'count');
    v_op.access_exclusive_mode := partition_tools_internal.policy_value(p_item, v_where, 'access_exclusive_mode', 'flag');
    v_op.with_param := partition_tools_internal.policy_value(p_item, v_where, 'ddl_with_param', 'text');
    v_op.cleanup_policy := partition_tools_internal.policy_value(p_item, v_where, 'cleanup_policy', 'text');
    v_op.s3_server_name := partition_tools_internal.policy_value(p_item, v_where, 's3_server_name', 'name');
    v_op.s3_bucket := partition_tools_internal.policy_value(p_item, v_where, 's3_bucket', 'text');
    v_window := coalesce(partition_tools_internal.policy_value(p_item, v_where, 'window', 'text'), 'whole');
    IF v_window NOT IN ('whole', 'start') THEN
        RAISE EXCEPTION '%: "window" must be whole or start', v_where USING ERRCODE = 'PP001';
    END IF;
    v_op.by_start := v_window = 'start';
    RETURN partition_tools_internal.policy_operation_check(v_op, v_where);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.policy_operation(json, int) IS
    'One operation read from JSON; PP001 for an unknown key or a value of the wrong type.';

CREATE OR REPLACE FUNCTION partition_tools_internal.policy_operation_keys(p_operation text)
RETURNS text[]
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN '{operation,lower_bound,upper_bound,limit_operations}'::text[] || CASE p_operation
        WHEN 'create_partitions' THEN '{granularity,table_space}'::text[]
        WHEN 'merge_partitions' THEN '{granularity,table_space,access_exclusive_mode,ddl_with_param}'
        WHEN 'move_partitions' THEN '{table_space,access_exclusive_mode,ddl_with_param}'
        WHEN 'unload_to_s3_partitions' THEN '{window,s3_server_name,s3_bucket,access_exclusive_mode,cleanup_policy}'
        WHEN 'delete_partitions' THEN '{cleanup_policy}'
        -- Which operation is meant is what has to be corrected first.
        ELSE '{granularity,window,table_space,access_exclusive_mode,ddl_with_param,s3_server_name,s3_bucket,cleanup_policy}' END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.policy_operation_keys(text) IS
    'The keys that an operation has. The policy reader of the command line (OperationKind) has the same lists; test_sql/policies.yaml holds both to them.';

CREATE OR REPLACE FUNCTION partition_tools_internal.policy_keys(p_object json, p_where text, p_keys text[])
RETURNS void
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_key  text;
    v_seen text[] := '{}';
BEGIN
    FOR v_key IN SELECT json_object_keys(p_object) LOOP
        IF v_key <> ALL (p_keys) THEN
            RAISE EXCEPTION '%: unknown key "%"', p_where, v_key
                USING ERRCODE = 'PP001', HINT = 'Known keys: ' || array_to_string(p_keys, ', ') || '.';
        ELSIF v_key = ANY (v_seen) THEN
            -- The last one would count, and whoever wrote the first one would never know.
            RAISE EXCEPTION '%: the key "%" appears a second time', p_where, v_key USING ERRCODE = 'PP001', HINT = 'Remove one of the two.';
        END IF;
        v_seen := v_seen || v_key;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.policy_keys(json, text, text[]) IS
    'PP001 where an object has a key that it cannot have, or one twice.';
