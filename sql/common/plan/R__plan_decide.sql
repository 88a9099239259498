CREATE OR REPLACE FUNCTION partition_tools_internal.plan_decide(
    p_key partition_tools_internal.table_key, p_operations partition_tools_internal.operation[],
    p_ranges partition_tools_internal.partition_range[], p_as_of timestamptz, p_keep boolean DEFAULT false)
RETURNS SETOF partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_ranges  partition_tools_internal.partition_range[] := p_ranges;
    v_actions partition_tools_internal.action[];
    v_new     partition_tools_internal.action[];
    v_given   partition_tools_internal.partition_range[];
    o partition_tools_internal.operation;
BEGIN
    -- While there is a way back, the partition that was the plain table stays.
    IF NOT p_keep THEN
        v_actions := coalesce(ARRAY(SELECT c FROM partition_tools_internal.plan_adopted(p_key, v_ranges, p_operations, p_as_of) AS c), '{}');
        v_ranges := partition_tools_internal.plan_apply(v_ranges, v_actions);
    END IF;
    v_new := coalesce(ARRAY(SELECT c FROM partition_tools_internal.plan_create(p_key, v_ranges, p_operations, p_as_of) AS c), '{}');
    v_ranges := partition_tools_internal.plan_apply(v_ranges, v_new);
    v_actions := coalesce(v_actions, '{}') || v_new;
    FOREACH o IN ARRAY coalesce(ARRAY(
        SELECT p FROM unnest(p_operations) AS p WHERE p.operation <> 'create_partitions' AND p.left_out IS NOT TRUE
           -- What is removed could not come back with a plain table that is kept.
           AND (NOT p_keep OR p.operation IN ('merge_partitions', 'move_partitions'))
         ORDER BY strpos('merge_partitions,move_partitions,unload_to_s3_partitions,delete_partitions', p.operation), p.ordinal), '{}')
    LOOP
        v_given := v_ranges;
        IF o.operation = 'unload_to_s3_partitions' THEN
            -- What this very plan makes empty, because nobody has it, has nothing to archive.
            v_given := coalesce(ARRAY(SELECT r FROM unnest(v_ranges) AS r
                                       WHERE NOT EXISTS (SELECT FROM unnest(v_actions) AS a, unnest(a.targets) AS t
                                                          WHERE a.strategy = 'attach' AND r.planned AND t.schema_name = r.schema_name AND t.name = r.name)), '{}');
        END IF;
        v_new := coalesce(ARRAY(SELECT c FROM partition_tools_internal.plan_operation(p_key, v_given, o, p_as_of) AS c), '{}');
        IF v_new <> '{}' THEN
            v_ranges := partition_tools_internal.plan_apply(v_ranges, v_new);
            v_actions := partition_tools_internal.plan_fold(v_actions, v_new);
        END IF;
    END LOOP;
    RETURN QUERY SELECT * FROM unnest(v_actions);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_decide(partition_tools_internal.table_key, partition_tools_internal.operation[], partition_tools_internal.partition_range[], timestamptz, boolean) IS
    'The actions that bring a list of partitions into the shape of a policy, in the order create, merge, move, unload, delete, where a table was adopted as one partition after that is cut; each operation is planned on the partitions that those before it will leave. p_ranges: the partitions, those of the catalogue or any others; those marked as planned are taken to be empty, and nothing is read of them. p_as_of: on the axis of the key (key_as_of). p_keep: nothing is to be removed. plan_apply gives the partitions as they will stand.';
