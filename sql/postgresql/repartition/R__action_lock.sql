CREATE OR REPLACE FUNCTION partition_tools_internal.strategy_for(p_work text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE p_work WHEN 'copy' THEN 'stage and swap'
                       WHEN 'restore' THEN 'download and attach'
                       WHEN 'restore as table' THEN 'download' END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.strategy_for(text) IS
    'How work is done, in the words of plan and jobs: this engine captures changes, with or without a key, so a copy is made beside the table and swapped in.';

CREATE OR REPLACE FUNCTION partition_tools_internal.action_lock(p_table regclass, p_action partition_tools_internal.action)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE p_action.strategy
        WHEN 'stage and swap' THEN format('ACCESS EXCLUSIVE on %s for milliseconds, at the swap', p_table)
             -- A standby without hot_standby_feedback tells nobody of its snapshots.
             || CASE WHEN EXISTS (SELECT FROM pg_stat_replication) THEN '; a transaction on a standby that is older than the swap, and comes to the table after it, sees its rows no more' ELSE '' END
        WHEN 'attach' THEN CASE WHEN EXISTS (SELECT FROM pg_partitioned_table p WHERE p.partrelid = p_table AND p.partdefid <> 0)
             THEN format('ACCESS EXCLUSIVE on %s for milliseconds, at the swap', p_table)
             ELSE format('SHARE UPDATE EXCLUSIVE on %s, which blocks no reader or writer', p_table) END
        ELSE format('ACCESS EXCLUSIVE on %s for milliseconds', p_table) END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.action_lock(regclass, partition_tools_internal.action) IS
    'The strongest lock of an action, and how long it is held.';
