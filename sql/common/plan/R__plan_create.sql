CREATE OR REPLACE FUNCTION partition_tools_internal.plan_create(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_operations partition_tools_internal.operation[], p_as_of timestamptz)
RETURNS SETOF partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    o partition_tools_internal.operation;
    v_ranges  partition_tools_internal.partition_range[] := p_ranges;
    v_targets partition_tools_internal.partition_range[] := '{}';
    v_new     partition_tools_internal.partition_range[];
    v_removed timestamptz[] := '{}';
    v_window  record;
BEGIN
    FOREACH o IN ARRAY coalesce(ARRAY(SELECT p FROM unnest(p_operations) AS p WHERE p.operation = 'delete_partitions'), '{}') LOOP
        v_window := partition_tools_internal.plan_window(p_key, o, p_as_of);
        v_removed := v_removed || ARRAY[ARRAY[v_window.lower, v_window.upper]];
    END LOOP;
    FOREACH o IN ARRAY coalesce(ARRAY(SELECT p FROM unnest(p_operations) AS p WHERE p.operation = 'create_partitions' AND p.left_out IS NOT TRUE ORDER BY p.ordinal), '{}') LOOP
        v_new := partition_tools_internal.plan_create_targets(p_key, v_ranges, o, v_removed, p_as_of);
        v_ranges := v_ranges || v_new;
        v_targets := v_targets || v_new;
    END LOOP;
    IF v_targets <> '{}' THEN
        -- One action for all: the default partition is read once, however many operations and partitions there are.
        RETURN NEXT partition_tools_internal.plan_create_action(p_key, p_ranges, v_targets, p_as_of);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_create(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.operation[], timestamptz) IS
    'The action that makes every partition the create operations of a policy declare and that is missing; none where nothing is.';
