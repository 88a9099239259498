CREATE OR REPLACE FUNCTION partition_tools_internal.action_strategy(
    p_key partition_tools_internal.table_key, p_action partition_tools_internal.action)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE p_action.strategy WHEN 'stage and swap' THEN 'locked copy' ELSE p_action.strategy END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.action_strategy(partition_tools_internal.table_key, partition_tools_internal.action) IS
    'How an action is carried out: this engine cannot capture changes, so writers of the table wait while rows are copied.';

CREATE OR REPLACE FUNCTION partition_tools_internal.action_lock(p_table regclass, p_action partition_tools_internal.action)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE
        WHEN p_action.strategy = 'not available' THEN 'none'
        WHEN p_action.strategy = 'locked copy' AND p_action.access_exclusive_mode THEN format('ACCESS EXCLUSIVE on %s from beginning to end', p_table)
        WHEN p_action.strategy = 'locked copy' THEN format('ACCESS EXCLUSIVE on %s for milliseconds a partition, at the swap; writers wait during the copy', p_table)
        WHEN p_action.action = 'unload' THEN format('ACCESS EXCLUSIVE on %s for milliseconds, at the end; writers wait while it is written and read back', p_table)
        ELSE format('ACCESS EXCLUSIVE on %s for milliseconds a partition', p_table) END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.action_lock(regclass, partition_tools_internal.action) IS
    'The strongest lock of an action, and how long it is held.';
