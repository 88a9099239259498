CREATE OR REPLACE FUNCTION partition_tools_internal.action_strategy(
    p_key partition_tools_internal.table_key, p_action partition_tools_internal.action)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Sources that another action of the plan is still to make look like the partitions around them.
    IF p_action.strategy = 'stage and swap' AND EXISTS (
        SELECT FROM unnest(p_action.sources) AS s
         WHERE NOT coalesce(s.planned, false)
           AND partition_tools_internal.repartition_key(format('%I.%I', s.schema_name, s.name)::regclass) IS NULL)
    THEN
        RETURN 'locked copy';
    END IF;
    RETURN p_action.strategy;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.action_strategy(partition_tools_internal.table_key, partition_tools_internal.action) IS
    'How an action is carried out: rows of a partition without a usable key cannot be captured, so its writers wait while they are copied.';

CREATE OR REPLACE FUNCTION partition_tools_internal.action_lock(p_table regclass, p_action partition_tools_internal.action)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE p_action.strategy
        WHEN 'stage and swap' THEN format('ACCESS EXCLUSIVE on %s for milliseconds, at the swap', p_table)
        WHEN 'locked copy' THEN format('ACCESS EXCLUSIVE on %s for milliseconds, at the swap; writers of the sources wait during the copy', p_table)
        WHEN 'attach' THEN CASE WHEN EXISTS (SELECT FROM pg_partitioned_table p WHERE p.partrelid = p_table AND p.partdefid <> 0)
             THEN format('ACCESS EXCLUSIVE on %s for milliseconds, at the swap', p_table)
             ELSE format('SHARE UPDATE EXCLUSIVE on %s, which blocks no reader or writer', p_table) END
        ELSE format('ACCESS EXCLUSIVE on %s for milliseconds', p_table) END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.action_lock(regclass, partition_tools_internal.action) IS
    'The strongest lock of an action, and how long it is held.';
