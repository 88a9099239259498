CREATE OR REPLACE FUNCTION partition_tools_internal.check_actions(
    p_table regclass, p_key partition_tools_internal.table_key, p_actions partition_tools_internal.action[])
RETURNS TABLE (severity text, finding text, "partition" text, message text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.action;
    v_targets text;
    v_refused text;
    v_hint text;
BEGIN
    FOREACH a IN ARRAY p_actions LOOP
        v_targets := array_to_string(ARRAY(SELECT partition_tools_internal.range_text(t) FROM unnest(CASE WHEN a.targets <> '{}' THEN a.targets ELSE a.sources END) AS t), ', ');
        RETURN QUERY SELECT 'error'::text, 'not_in_shape'::text, v_targets,
            format('%s is due: %s partition(s) to %s, about %s rows', a.action, greatest(cardinality(a.targets), cardinality(a.sources)), a.operation, a.rows), 'Run the policy.'::text;
        SELECT p.refused, p.hint INTO v_refused, v_hint FROM partition_tools_internal.action_properties(p_table, a) AS p;
        IF v_refused IS NOT NULL THEN
            RETURN QUERY SELECT 'error'::text, 'refused'::text, v_targets, format('%s will fail with %s', a.action, v_refused), v_hint;
        END IF;
        IF a.action IN ('create', 'drain') THEN
            RETURN QUERY SELECT f.* FROM partition_tools_internal.check_missing(p_table, p_key, a) AS f;
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_actions(regclass, partition_tools_internal.table_key, partition_tools_internal.action[]) IS
    'What check_partitions says of the actions of a plan: that they are due, why one will fail, and which partitions are missing.';
