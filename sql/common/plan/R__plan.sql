CREATE OR REPLACE FUNCTION partition_tools.plan(
    p_table regclass, p_operations json, p_as_of timestamptz DEFAULT now())
RETURNS TABLE (ordinal int, operation text, action text, sources text[], targets text[], strategy text,
               estimated_rows bigint, estimated_bytes bigint, strongest_lock text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.action;
    f record;
    v_actions partition_tools_internal.action[];
    v_refusal record;
BEGIN
    ordinal := 0;
    v_actions := coalesce(ARRAY(SELECT p FROM partition_tools_internal.plan_actions(p_table, p_operations, p_as_of) AS p), '{}');
    v_actions := coalesce(ARRAY(SELECT p FROM partition_tools_internal.plan_portions(v_actions) AS p), '{}');
    v_refusal := partition_tools_internal.cleanup_refusal(p_table, p_operations, p_as_of, v_actions);
    FOREACH a IN ARRAY v_actions LOOP
        ordinal := ordinal + 1;
        operation := a.operation;
        action := a.action;
        sources := coalesce(ARRAY(SELECT partition_tools_internal.range_text(s) FROM unnest(a.sources) AS s), '{}');
        targets := coalesce(ARRAY(SELECT partition_tools_internal.range_text(t) FROM unnest(a.targets) AS t), '{}');
        IF a.action = 'convert' THEN
            strategy := partition_tools_internal.convert_strategy(p_table, partition_tools_internal.policy_document(p_operations));
        ELSE
            SELECT concat_ws('; ', a.strategy, coalesce('refused, ' || p.refused, 'unites ' || p.united),
                             'takes about ' || pg_size_pretty(partition_tools_internal.action_space(a)) || ' beside the table') INTO strategy
              FROM partition_tools_internal.action_properties(p_table, a) AS p;
        END IF;
        IF v_refusal.code IS NOT NULL AND a.action IN ('drop', 'detach') THEN
            strategy := format('%s; refused, %s: %s', strategy, v_refusal.code, v_refusal.message);
        END IF;
        estimated_rows := a.rows;
        estimated_bytes := a.bytes;
        strongest_lock := partition_tools_internal.action_lock(p_table, a);
        RETURN NEXT;
    END LOOP;
    FOR f IN SELECT p.* FROM partition_tools_internal.publication_findings(p_table, partition_tools_internal.policy_document(p_operations)) AS p
              WHERE p.severity = 'warning' AND ordinal > 0 LOOP
        RAISE WARNING '%', f.message USING HINT = f.hint;
    END LOOP;
-- Nothing is caught: it is raised again. But within a block that could catch an error Greenplum does not send each setting that a routine makes to its segments.
EXCEPTION WHEN no_data_found THEN
    RAISE;
END
$$;
COMMENT ON FUNCTION partition_tools.plan(regclass, json, timestamptz) IS
'The actions that are still needed to bring a table into the shape its policy declares; no rows where it is in shape. Changes nothing: this is the dry run.

p_table: the partitioned table. p_operations: the policy, a JSON array of operations or an object with timezone and operations. p_as_of: the reference time that the windows count back from (default now).

Result: one row for each action, in the order of execution: sources and targets as name [lower, upper), lower inclusive and upper exclusive; the strategy; where sources differ in what they have besides rows, which of that the new partition unites; or why the action will be refused (PP027, PP028, PP048; PP095 to PP098 where it would remove what it should not); how much space an action that copies takes until it is done, as much as its sources have now; rows and bytes to be moved, estimated from the planner''s statistics; the strongest lock and for how long. A WARNING names publications for which jobs would be refused.

Errors: as check_config, except that a policy without a create operation is accepted.';
