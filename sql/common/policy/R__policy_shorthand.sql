CREATE OR REPLACE FUNCTION partition_tools_internal.policy_shorthand(p_policy json)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET intervalstyle = 'postgres'
AS $$
DECLARE
    v_name  text := partition_tools_internal.policy_value(p_policy, 'the short form', 'interval', 'text');
    v_ahead int := partition_tools_internal.policy_value(p_policy, 'the short form', 'pre_provisioned', 'count');
    v_keep  int := partition_tools_internal.policy_value(p_policy, 'the short form', 'retention', 'count');
    v_step  interval;
    v_create json;
BEGIN
    IF v_name IS NULL THEN
        IF v_ahead IS NOT NULL OR v_keep IS NOT NULL OR (p_policy -> 'cleanup_policy') IS NOT NULL THEN
            RAISE EXCEPTION 'pre_provisioned, retention and cleanup_policy need the key "interval"' USING ERRCODE = 'PP001';
        END IF;
        RETURN '[]';
    END IF;
    v_step := CASE v_name WHEN 'hourly' THEN '1 hour' WHEN 'daily' THEN '1 day' WHEN 'weekly' THEN '7 days' WHEN 'monthly' THEN '1 month'
                          WHEN 'quarterly' THEN '3 months' WHEN 'yearly' THEN '1 year' END;
    IF v_step IS NULL OR v_ahead > 1000000 OR v_keep > 1000000 THEN
        RAISE EXCEPTION 'the short form is invalid: interval "%", pre_provisioned %, retention %', v_name, v_ahead, v_keep
            USING ERRCODE = 'PP001', HINT = 'Use hourly, daily, weekly, monthly, quarterly or yearly, and counts from zero to a million.';
    END IF;
    IF coalesce(partition_tools_internal.policy_value(p_policy, 'the short form', 'cleanup_policy', 'text'), 'drop') NOT IN ('drop', 'detach') THEN
        RAISE EXCEPTION 'the short form: "cleanup_policy" must be drop or detach' USING ERRCODE = 'PP001';
    END IF;
    -- Counted from the start of the current partition (plan_window): it, and pre_provisioned whole ones after it, lie inside a window that ends one step later.
    v_create := json_build_object('operation', 'create_partitions', 'granularity', v_step,
        'lower_bound', v_step * coalesce(v_keep, 0), 'upper_bound', -v_step * (coalesce(v_ahead, 0) + 1));
    IF v_keep IS NULL THEN
        RETURN json_build_array(v_create);
    END IF;
    RETURN json_build_array(v_create, json_build_object('operation', 'delete_partitions',
        'upper_bound', v_step * v_keep, 'cleanup_policy', coalesce(partition_tools_internal.policy_value(p_policy, 'the short form', 'cleanup_policy', 'text'), 'drop')));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.policy_shorthand(json) IS
    'The operations that interval, pre_provisioned, retention and cleanup_policy stand for: one create, and one delete where a retention (counted in partitions) is given.';
