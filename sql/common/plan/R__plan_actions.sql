CREATE OR REPLACE FUNCTION partition_tools_internal.plan_actions(p_table regclass, p_operations json, p_as_of timestamptz)
RETURNS SETOF partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_policy json := partition_tools_internal.policy_document(p_operations);
    v_key    partition_tools_internal.table_key;
    v_ops    partition_tools_internal.operation[];
    v_ranges partition_tools_internal.partition_range[];
    v_as_of  timestamptz;
    v_kept   timestamptz;
    v_actions partition_tools_internal.action[] := '{}';
    o partition_tools_internal.operation;
    a partition_tools_internal.action;
BEGIN
    IF p_as_of IS NULL OR NOT isfinite(p_as_of) THEN
        RAISE EXCEPTION 'the reference time must be a point in time, not %', coalesce(p_as_of::text, 'NULL') USING ERRCODE = 'PP001';
    END IF;
    v_ops := coalesce(ARRAY(SELECT p FROM partition_tools_internal.policy_operations(v_policy) AS p), '{}');
    PERFORM partition_tools_internal.policy_enforce(p_table::text, v_ops);
    PERFORM partition_tools_internal.partition_by_check(p_table, v_policy);
    IF partition_tools_internal.table_to_convert(p_table, v_policy) THEN
        -- What its partitions need afterwards is known when it has some.
        v_key := partition_tools_internal.convert_key(p_table, (v_policy ->> 'partition_by')::name, v_policy);
        RETURN QUERY SELECT c.* FROM partition_tools_internal.convert_plan(v_key, v_policy,
            coalesce(ARRAY(SELECT p FROM unnest(v_ops) AS p WHERE p.operation = 'create_partitions' ORDER BY p.ordinal), '{}'),
            partition_tools_internal.key_as_of(v_key, partition_tools_internal.policy_zone(v_policy), p_as_of)) AS c;
        RETURN;
    END IF;
    v_key := partition_tools_internal.table_key(p_table, v_policy);
    v_ranges := coalesce(ARRAY(SELECT r FROM partition_tools_internal.partition_list(v_key) AS r), '{}');
    v_as_of := partition_tools_internal.key_as_of(v_key, partition_tools_internal.policy_zone(v_policy), p_as_of);

    v_kept := partition_tools_internal.kept_until(p_table);
    IF v_kept <= p_as_of THEN
        v_actions := v_actions || partition_tools_internal.finish_action(v_key);
        v_kept := NULL;
    END IF;

    -- While there is a way back, the partition that was the plain table stays.
    IF v_kept IS NULL THEN
        FOR a IN
            SELECT c.* FROM partition_tools_internal.plan_adopted(v_key, v_ranges,
                coalesce(ARRAY(SELECT p FROM unnest(v_ops) AS p WHERE p.operation = 'create_partitions' ORDER BY p.ordinal), '{}'), v_as_of) AS c
        LOOP
            v_ranges := partition_tools_internal.plan_apply(v_ranges, a);
            v_actions := v_actions || a;
        END LOOP;
    END IF;

    FOR a IN
        SELECT c.* FROM partition_tools_internal.plan_create(v_key, v_ranges,
            coalesce(ARRAY(SELECT p FROM unnest(v_ops) AS p WHERE p.operation = 'create_partitions' ORDER BY p.ordinal), '{}'), v_as_of) AS c
    LOOP
        v_ranges := partition_tools_internal.plan_apply(v_ranges, a);
        v_actions := v_actions || a;
    END LOOP;

    FOR o IN
        SELECT p.* FROM unnest(v_ops) AS p WHERE p.operation <> 'create_partitions'
           -- What is removed could not come back with a plain table that is kept.
           AND (v_kept IS NULL OR p.operation IN ('merge_partitions', 'move_partitions'))
         ORDER BY strpos('merge_partitions,move_partitions,unload_to_s3_partitions,delete_partitions', p.operation), p.ordinal
    LOOP
        FOR a IN SELECT c.* FROM partition_tools_internal.plan_operation(v_key, v_ranges, o, v_as_of) AS c LOOP
            v_ranges := partition_tools_internal.plan_apply(v_ranges, a);
            v_actions := partition_tools_internal.plan_fold(v_actions, a);
        END LOOP;
    END LOOP;
    RETURN QUERY SELECT * FROM unnest(v_actions);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_actions(regclass, json, timestamptz) IS
    'The actions that bring a table into the shape of its policy, in the order create, merge, move, unload, delete; each is planned on the partitions that those before it will leave. A plain table is to be converted first. While that is kept after its conversion, nothing is removed.';

CREATE OR REPLACE FUNCTION partition_tools_internal.plan_operation(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_operation partition_tools_internal.operation, p_as_of timestamptz)
RETURNS SETOF partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF p_operation.operation = 'merge_partitions' THEN
        RETURN QUERY SELECT * FROM partition_tools_internal.plan_merge(p_key, p_ranges, p_operation, p_as_of);
    ELSIF p_operation.operation = 'move_partitions' THEN
        RETURN QUERY SELECT * FROM partition_tools_internal.plan_move(p_key, p_ranges, p_operation, p_as_of);
    ELSIF p_operation.operation = 'unload_to_s3_partitions' THEN
        RETURN QUERY SELECT * FROM partition_tools_internal.plan_unload(p_key, p_ranges, p_operation, p_as_of);
    ELSE
        RETURN QUERY SELECT * FROM partition_tools_internal.plan_delete(p_key, p_ranges, p_operation, p_as_of);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_operation(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.operation, timestamptz) IS
    'The actions of one operation other than create.';
