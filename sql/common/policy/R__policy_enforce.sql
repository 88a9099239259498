CREATE OR REPLACE FUNCTION partition_tools_internal.policy_enforce(
    p_table_name text, p_operations partition_tools_internal.operation[])
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_first text;
    v_all   text;
BEGIN
    SELECT (array_agg(message))[1], string_agg(rule || ': ' || message, E'\n') INTO v_first, v_all
      FROM partition_tools_internal.policy_contradictions(p_operations);
    IF v_all IS NOT NULL THEN
        RAISE EXCEPTION 'the policy of % contradicts itself: %', p_table_name, v_first
            USING ERRCODE = 'PP003', DETAIL = v_all, HINT = 'Change the bounds so that the windows only touch, or remove one of the two operations.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.policy_enforce(text, partition_tools_internal.operation[]) IS
    'Raises PP003, naming every contradiction, where the operations contradict each other.';
