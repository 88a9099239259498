CREATE OR REPLACE FUNCTION partition_tools_internal.policy_operation(p_item json, p_ordinal int)
RETURNS partition_tools_internal.operation
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_keys constant text[] := '{operation,granularity,lower_bound,upper_bound,table_space,limit_operations,access_exclusive_mode,ddl_with_param,s3_server_name,s3_bucket,cleanup_policy}';
    c_where constant text := format('operation %s (%s)', p_ordinal, coalesce(p_item ->> 'operation', '?'));
    v_key text;
    v_op  partition_tools_internal.operation;
BEGIN
    FOR v_key IN SELECT json_object_keys(p_item) LOOP
        IF v_key <> ALL (c_keys) THEN
            RAISE EXCEPTION '%: unknown key "%"', c_where, v_key
                USING ERRCODE = 'PP001', HINT = 'Known keys: ' || array_to_string(c_keys, ', ') || '.';
        END IF;
    END LOOP;
    v_op.ordinal := p_ordinal;
    v_op.operation := p_item ->> 'operation';
    v_op.granularity := partition_tools_internal.policy_value(p_item, c_where, 'granularity', 'interval');
    v_op.lower_bound := partition_tools_internal.policy_value(p_item, c_where, 'lower_bound', 'interval');
    v_op.upper_bound := partition_tools_internal.policy_value(p_item, c_where, 'upper_bound', 'interval');
    v_op.tablespace := p_item ->> 'table_space';
    v_op.limit_operations := partition_tools_internal.policy_value(p_item, c_where, 'limit_operations', 'int4');
    v_op.access_exclusive_mode := partition_tools_internal.policy_value(p_item, c_where, 'access_exclusive_mode', 'bool');
    v_op.with_param := p_item ->> 'ddl_with_param';
    v_op.cleanup_policy := p_item ->> 'cleanup_policy';
    RETURN partition_tools_internal.policy_operation_check(v_op, c_where);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.policy_operation(json, int) IS
    'One operation read from JSON; PP001 for an unknown key or a value of the wrong type.';
