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
    v_actions partition_tools_internal.action[] := '{}';
    o partition_tools_internal.operation;
    a partition_tools_internal.action;
BEGIN
    v_ops := ARRAY(SELECT p FROM partition_tools_internal.policy_operations(v_policy) AS p);
    PERFORM partition_tools_internal.policy_enforce(p_table::text, v_ops);
    v_key := partition_tools_internal.table_key(p_table, v_policy);
    v_ranges := ARRAY(SELECT r FROM partition_tools_internal.partition_list(v_key) AS r);
    v_as_of := partition_tools_internal.key_as_of(v_key, partition_tools_internal.policy_zone(v_policy), p_as_of);

    FOR a IN
        SELECT c.* FROM partition_tools_internal.plan_create(v_key, v_ranges,
            ARRAY(SELECT p FROM unnest(v_ops) AS p WHERE p.operation = 'create_partitions' ORDER BY p.ordinal), v_as_of) AS c
    LOOP
        v_ranges := partition_tools_internal.plan_apply(v_ranges, a);
        v_actions := v_actions || a;
    END LOOP;

    FOR o IN
        SELECT p.* FROM unnest(v_ops) AS p WHERE p.operation <> 'create_partitions'
         ORDER BY strpos('merge_partitions,move_partitions,unload_to_s3_partitions,delete_partitions', p.operation), p.ordinal
    LOOP
        FOR a IN SELECT c.* FROM partition_tools_internal.plan_operation(v_key, v_ranges, o, v_as_of) AS c LOOP
            v_ranges := partition_tools_internal.plan_apply(v_ranges, a);
            v_actions := partition_tools_internal.plan_fold(v_actions, a);
        END LOOP;
    END LOOP;
    RETURN QUERY SELECT f.* FROM unnest(v_actions) AS u, partition_tools_internal.plan_finish(v_key, u) AS f;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_actions(regclass, json, timestamptz) IS
    'The actions that bring a table into the shape of its policy, in the order create, merge, move, unload, delete; each is planned on the partitions that those before it will leave.';

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
    ELSE
        RETURN QUERY SELECT * FROM partition_tools_internal.plan_delete(p_key, p_ranges, p_operation, p_as_of);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_operation(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.operation, timestamptz) IS
    'The actions of one operation other than create.';

CREATE OR REPLACE FUNCTION partition_tools_internal.plan_finish(
    p_key partition_tools_internal.table_key, p_action partition_tools_internal.action)
RETURNS partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.action;
BEGIN
    a := p_action;
    a.targets := partition_tools_internal.plan_free_names(p_key, a.sources, a.targets);
    a.strategy := partition_tools_internal.action_strategy(p_key, a);
    RETURN a;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_finish(partition_tools_internal.table_key, partition_tools_internal.action) IS
    'An action with free names for its targets and with the strategy the engine has for it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.plan_free_names(
    p_key partition_tools_internal.table_key,
    p_sources partition_tools_internal.partition_range[], p_targets partition_tools_internal.partition_range[])
RETURNS partition_tools_internal.partition_range[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_targets partition_tools_internal.partition_range[] := '{}';
    t partition_tools_internal.partition_range;
BEGIN
    FOREACH t IN ARRAY p_targets LOOP
        -- The name of a source is free once the source is gone; any other holder keeps it.
        IF EXISTS (SELECT FROM unnest(v_targets) AS v WHERE v.schema_name = t.schema_name AND v.name = t.name)
           OR (partition_tools_internal.relation_exists(t.schema_name, t.name)
               AND NOT EXISTS (SELECT FROM unnest(p_sources) AS s WHERE s.schema_name = t.schema_name AND s.name = t.name))
        THEN
            t.name := partition_tools_internal.short_name(t.name, '_' || substr(md5(t.lower_literal || ' ' || t.upper_literal), 1, 6));
        END IF;
        v_targets := v_targets || t;
    END LOOP;
    RETURN v_targets;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_free_names(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.partition_range[]) IS
    'The targets, renamed by a hash of their bounds where another relation has the name.';
