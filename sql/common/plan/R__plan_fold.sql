CREATE OR REPLACE FUNCTION partition_tools_internal.plan_fold(
    p_actions partition_tools_internal.action[], p_action partition_tools_internal.action)
RETURNS partition_tools_internal.action[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_actions partition_tools_internal.action[];
    a partition_tools_internal.action;
BEGIN
    v_actions := p_actions;
    IF p_action.targets <> '{}' THEN
        FOR i IN 1 .. coalesce(array_length(v_actions, 1), 0) LOOP
            a := v_actions[i];
            -- What an earlier action is only about to make, it can make in its final shape: the rows are copied once.
            IF NOT EXISTS (SELECT FROM unnest(p_action.sources) AS s
                            WHERE NOT EXISTS (SELECT FROM unnest(a.targets) AS t
                                               WHERE t.planned AND t.schema_name = s.schema_name AND t.name = s.name)) THEN
                a.targets := coalesce(ARRAY(SELECT t FROM unnest(partition_tools_internal.plan_apply(a.targets, p_action)) AS t
                                    ORDER BY t.is_default, t.lower), '{}');
                v_actions[i] := a;
                RETURN v_actions;
            END IF;
        END LOOP;
    END IF;
    RETURN v_actions || p_action;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_fold(partition_tools_internal.action[], partition_tools_internal.action) IS
    'Adds an action to a plan; one that only reshapes what a single earlier action is to make is folded into that.';
