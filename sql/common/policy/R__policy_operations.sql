CREATE OR REPLACE FUNCTION partition_tools_internal.policy_operations(p_operations json)
RETURNS SETOF partition_tools_internal.operation
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_policy json := partition_tools_internal.policy_document(p_operations);
    v_item   json;
    v_ordinal int := 0;
BEGIN
    FOR v_item IN
        SELECT o FROM json_array_elements(coalesce(v_policy -> 'operations', '[]')) AS o
        UNION ALL
        SELECT o FROM json_array_elements(partition_tools_internal.policy_shorthand(v_policy)) AS o
    LOOP
        v_ordinal := v_ordinal + 1;
        RETURN NEXT partition_tools_internal.policy_operation(v_item, v_ordinal);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.policy_operations(json) IS
    'The operations of a policy, read and validated, the short form spelled out.';
