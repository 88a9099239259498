CREATE OR REPLACE FUNCTION partition_tools_internal.plan_actions(
    p_table regclass, p_operations json, p_as_of timestamptz, p_ranges partition_tools_internal.partition_range[] DEFAULT NULL)
RETURNS SETOF partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_policy json := partition_tools_internal.policy_document(p_operations);
    v_key    partition_tools_internal.table_key;
    v_ops    partition_tools_internal.operation[];
    v_ranges partition_tools_internal.partition_range[] := p_ranges;
    v_as_of  timestamptz;
    v_kept   timestamptz;
BEGIN
    IF p_as_of IS NULL OR NOT isfinite(p_as_of) THEN
        RAISE EXCEPTION 'the reference time must be a point in time, not %', coalesce(p_as_of::text, 'NULL') USING ERRCODE = 'PP001';
    END IF;
    v_ops := coalesce(ARRAY(SELECT p FROM partition_tools_internal.policy_operations(v_policy) AS p), '{}');
    PERFORM partition_tools_internal.policy_enforce(p_table::text, v_ops);
    PERFORM partition_tools_internal.partition_by_check(p_table, v_policy);
    IF partition_tools_internal.table_to_convert(p_table, v_policy) THEN
        IF NOT ('create' = ANY (partition_tools_internal.policy_only(v_policy))) THEN
            RETURN;
        END IF;
        -- What its partitions need afterwards is known when it has some.
        v_key := partition_tools_internal.convert_key(p_table, (v_policy ->> 'partition_by')::name, v_policy);
        RETURN QUERY SELECT c.* FROM partition_tools_internal.convert_plan(v_key, v_policy,
            coalesce(ARRAY(SELECT p FROM unnest(v_ops) AS p WHERE p.operation = 'create_partitions' ORDER BY p.ordinal), '{}'),
            partition_tools_internal.key_as_of(v_key, partition_tools_internal.policy_zone(v_policy), p_as_of)) AS c;
        RETURN;
    END IF;
    v_key := partition_tools_internal.table_key(p_table, v_policy);
    IF v_ranges IS NULL THEN
        v_ranges := coalesce(ARRAY(SELECT r FROM partition_tools_internal.partition_list(v_key) AS r), '{}');
    END IF;
    v_as_of := partition_tools_internal.key_as_of(v_key, partition_tools_internal.policy_zone(v_policy), p_as_of);

    v_kept := partition_tools_internal.kept_until(p_table);
    IF v_kept <= p_as_of THEN
        RETURN NEXT partition_tools_internal.finish_action(v_key);
        v_kept := NULL;
    END IF;
    RETURN QUERY SELECT d.* FROM partition_tools_internal.plan_decide(v_key, v_ops, v_ranges, v_as_of, v_kept IS NOT NULL) AS d;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_actions(regclass, json, timestamptz, partition_tools_internal.partition_range[]) IS
    'The actions that bring a table into the shape of its policy: reads the policy and, where the caller has not read it, the catalogue, and lets plan_decide decide. A plain table is to be converted first. While that is kept after its conversion, nothing is removed.';

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
