CREATE OR REPLACE FUNCTION partition_tools_internal.policy_operations(p_operations json)
RETURNS SETOF partition_tools_internal.operation
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_policy json := partition_tools_internal.policy_document(p_operations);
    v_item   json;
    v_ordinal int := 0;
    v_step   interval;
    o partition_tools_internal.operation;
BEGIN
    FOREACH v_item IN ARRAY coalesce(ARRAY(SELECT e FROM json_array_elements(coalesce(v_policy -> 'operations', '[]')) AS e), '{}') LOOP
        v_ordinal := v_ordinal + 1;
        RETURN NEXT partition_tools_internal.policy_applied(v_policy, partition_tools_internal.policy_operation(v_item, v_ordinal));
    END LOOP;
    FOREACH v_item IN ARRAY coalesce(ARRAY(SELECT e FROM json_array_elements(partition_tools_internal.policy_shorthand(v_policy)) AS e), '{}') LOOP
        v_ordinal := v_ordinal + 1;
        o := partition_tools_internal.policy_applied(v_policy, partition_tools_internal.policy_operation(v_item, v_ordinal));
        v_step := coalesce(o.granularity, v_step);
        o.whole := v_step;
        RETURN NEXT o;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.policy_operations(json) IS
    'The operations of a policy, read and validated, the short form spelled out.';

CREATE OR REPLACE FUNCTION partition_tools_internal.policy_applied(p_policy json, p_operation partition_tools_internal.operation)
RETURNS partition_tools_internal.operation
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    o partition_tools_internal.operation;
    v_name  text := coalesce(p_policy ->> 'name', nullif(partition_tools_internal.setting('name', ''), ''));
    v_fault text;
BEGIN
    o := p_operation;
    o.left_out := NOT (split_part(o.operation, '_', 1) = ANY (partition_tools_internal.policy_only(p_policy)));
    IF v_name IS NOT NULL AND o.operation IN ('create_partitions', 'merge_partitions') THEN
        v_fault := partition_tools_internal.name_pattern_fault(v_name, o.granularity);
        IF v_fault IS NOT NULL THEN
            RAISE EXCEPTION 'operation % (%): the pattern of names "%" does not fit: %', o.ordinal, o.operation, v_name, v_fault
                USING ERRCODE = 'PP001', HINT = 'Placeholders are {table}, {yyyy}, {mm}, {dd}, {hh}, {q}, {iyyy} and {iw}, for example {table}_{yyyy}_{mm}; {table} and what tells two partitions apart are needed.';
        END IF;
        o.name_pattern := v_name;
    END IF;
    RETURN o;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.policy_applied(json, partition_tools_internal.operation) IS
    'An operation with what its policy says of all: whether it is wanted this time, and the pattern of names, of the policy or of partition_tools.name, where it makes partitions; PP001 where that does not tell them apart.';
