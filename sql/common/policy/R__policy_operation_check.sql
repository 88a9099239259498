CREATE OR REPLACE FUNCTION partition_tools_internal.policy_operation_check(
    p_op partition_tools_internal.operation, p_where text)
RETURNS partition_tools_internal.operation
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_op partition_tools_internal.operation;
BEGIN
    v_op := p_op;
    IF v_op.operation IS NULL OR v_op.operation NOT IN
       ('create_partitions', 'merge_partitions', 'move_partitions', 'unload_to_s3_partitions', 'delete_partitions') THEN
        RAISE EXCEPTION '%: unknown operation', p_where
            USING ERRCODE = 'PP001', HINT = 'Use create_partitions, merge_partitions, move_partitions, unload_to_s3_partitions or delete_partitions.';
    END IF;
    IF v_op.operation IN ('create_partitions', 'merge_partitions') THEN
        IF v_op.granularity IS NULL THEN
            RAISE EXCEPTION '%: "granularity" is missing', p_where USING ERRCODE = 'PP001';
        END IF;
        PERFORM partition_tools_internal.granularity_parts(v_op.granularity);
    END IF;
    IF v_op.upper_bound IS NULL OR (v_op.lower_bound IS NULL AND v_op.operation IN ('create_partitions', 'merge_partitions')) THEN
        RAISE EXCEPTION '%: "%" is missing', p_where, CASE WHEN v_op.upper_bound IS NULL THEN 'upper_bound' ELSE 'lower_bound' END
            USING ERRCODE = 'PP001', HINT = 'Bounds are intervals back from the reference time, for example lower_bound 1 year, upper_bound -3 months.';
    END IF;
    PERFORM partition_tools_internal.storage_options(v_op.with_param);
    IF v_op.operation = 'move_partitions' AND v_op.tablespace IS NULL AND v_op.with_param IS NULL THEN
        RAISE EXCEPTION '%: neither "table_space" nor "ddl_with_param" is given', p_where USING ERRCODE = 'PP001';
    END IF;
    IF v_op.limit_operations < 1 THEN
        RAISE EXCEPTION '%: "limit_operations" must be at least 1', p_where USING ERRCODE = 'PP001';
    END IF;
    v_op.cleanup_policy := coalesce(v_op.cleanup_policy, 'drop');
    IF v_op.cleanup_policy NOT IN ('drop', 'detach') THEN
        RAISE EXCEPTION '%: "cleanup_policy" must be drop or detach', p_where USING ERRCODE = 'PP001';
    END IF;
    RETURN v_op;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.policy_operation_check(partition_tools_internal.operation, text) IS
    'The operation with defaults filled in; PP001 where a key that the operation needs is missing or out of range.';
