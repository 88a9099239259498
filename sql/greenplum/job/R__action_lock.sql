CREATE OR REPLACE FUNCTION partition_tools_internal.strategy_for(p_work text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE p_work WHEN 'copy' THEN 'locked copy'
                       WHEN 'restore' THEN 'read and attach'
                       WHEN 'restore as table' THEN 'read' END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.strategy_for(text) IS
    'How work is done, in the words of plan and jobs: this engine cannot capture changes, so writers of the table wait while rows are copied.';

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
