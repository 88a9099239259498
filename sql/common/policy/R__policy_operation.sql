CREATE OR REPLACE FUNCTION partition_tools_internal.policy_operation(p_item json, p_ordinal int)
RETURNS partition_tools_internal.operation
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET intervalstyle = 'postgres'
AS $$
DECLARE
    c_keys constant text[] := '{operation,granularity,lower_bound,upper_bound,table_space,limit_operations,access_exclusive_mode,ddl_with_param,s3_server_name,s3_bucket,cleanup_policy}';
    v_where text := 'operation ' || p_ordinal;
    v_key text;
    v_op  partition_tools_internal.operation;
BEGIN
    IF json_typeof(p_item) <> 'object' THEN
        RAISE EXCEPTION '% is not a JSON object: %', v_where, p_item USING ERRCODE = 'PP001';
    END IF;
    v_where := format('%s (%s)', v_where, coalesce(p_item ->> 'operation', '?'));
    FOR v_key IN SELECT json_object_keys(p_item) LOOP
        IF v_key <> ALL (c_keys) THEN
            RAISE EXCEPTION '%: unknown key "%"', v_where, v_key
                USING ERRCODE = 'PP001', HINT = 'Known keys: ' || array_to_string(c_keys, ', ') || '.';
        END IF;
    END LOOP;
    v_op.ordinal := p_ordinal;
    v_op.operation := partition_tools_internal.policy_value(p_item, v_where, 'operation', 'text');
    v_op.granularity := partition_tools_internal.policy_value(p_item, v_where, 'granularity', 'interval');
    v_op.lower_bound := partition_tools_internal.policy_value(p_item, v_where, 'lower_bound', 'interval');
    v_op.upper_bound := partition_tools_internal.policy_value(p_item, v_where, 'upper_bound', 'interval');
    v_op.tablespace := partition_tools_internal.policy_value(p_item, v_where, 'table_space', 'text');
    v_op.limit_operations := partition_tools_internal.policy_value(p_item, v_where, 'limit_operations', 'count');
    v_op.access_exclusive_mode := partition_tools_internal.policy_value(p_item, v_where, 'access_exclusive_mode', 'flag');
    v_op.with_param := partition_tools_internal.policy_value(p_item, v_where, 'ddl_with_param', 'text');
    v_op.cleanup_policy := partition_tools_internal.policy_value(p_item, v_where, 'cleanup_policy', 'text');
    v_op.s3_server_name := partition_tools_internal.policy_value(p_item, v_where, 's3_server_name', 'text');
    v_op.s3_bucket := partition_tools_internal.policy_value(p_item, v_where, 's3_bucket', 'text');
    RETURN partition_tools_internal.policy_operation_check(v_op, v_where);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.policy_operation(json, int) IS
    'One operation read from JSON; PP001 for an unknown key or a value of the wrong type.';
