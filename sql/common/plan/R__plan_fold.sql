CREATE OR REPLACE FUNCTION partition_tools_internal.plan_fold(
    p_actions partition_tools_internal.action[], p_new partition_tools_internal.action[])
RETURNS partition_tools_internal.action[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_actions partition_tools_internal.action[] := '{}';
    v_made    partition_tools_internal.partition_range[];
    v_made_by int[];
    v_maker   int[] := '{}';
    v_folds   partition_tools_internal.action[];
    v_number  int := 0;
    a partition_tools_internal.action;
BEGIN
    IF NOT EXISTS (SELECT FROM unnest(p_new) AS n WHERE n.targets <> '{}' AND NOT EXISTS (SELECT FROM unnest(n.sources) AS s WHERE NOT s.planned)) THEN
        RETURN p_actions || p_new;
    END IF;
    SELECT array_agg(e.range), array_agg(e.number) INTO v_made, v_made_by
      FROM (SELECT unnest((n.action).targets) AS range, n.number
              FROM (SELECT unnest(p_actions) AS action, generate_series(1, array_length(p_actions, 1)) AS number) AS n) AS e;
    -- Of each new action, which one earlier action makes all that it takes.
    SELECT array_agg(f.maker ORDER BY g.number) INTO v_maker
      FROM (SELECT generate_series(1, array_length(p_new, 1)) AS number) AS g
      LEFT JOIN (SELECT n.number, CASE WHEN n.folds AND count(*) = count(m.number) AND min(m.number) = max(m.number) THEN min(m.number) END AS maker
              FROM (SELECT o.number, (o.action).targets <> '{}' AS folds, unnest((o.action).sources) AS source
                      FROM (SELECT unnest(p_new) AS action, generate_series(1, array_length(p_new, 1)) AS number) AS o) AS n
              LEFT JOIN (SELECT unnest(v_made) AS range, unnest(v_made_by) AS number) AS m
                ON (m.range).planned AND (m.range).schema_name = (n.source).schema_name AND (m.range).name = (n.source).name
             GROUP BY n.number, n.folds) AS f ON f.number = g.number;
    v_number := 0;
    FOREACH a IN ARRAY p_actions LOOP
        v_number := v_number + 1;
        v_folds := ARRAY(SELECT n.action FROM (SELECT unnest(p_new) AS action, unnest(v_maker) AS maker) AS n WHERE n.maker = v_number);
        IF v_folds <> '{}' THEN
            -- What an earlier action is only about to make, it can make in its final shape: the rows are copied once.
            a.targets := coalesce(ARRAY(SELECT t FROM unnest(partition_tools_internal.plan_apply(a.targets, v_folds)) AS t ORDER BY t.is_default, t.lower), '{}');
        END IF;
        v_actions := v_actions || a;
    END LOOP;
    v_number := 0;
    FOREACH a IN ARRAY p_new LOOP
        v_number := v_number + 1;
        IF v_maker[v_number] IS NULL THEN
            v_actions := partition_tools_internal.plan_fold_one(v_actions, a);
        END IF;
    END LOOP;
    RETURN v_actions;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_fold(partition_tools_internal.action[], partition_tools_internal.action[]) IS
    'Adds the actions of one operation to a plan; one that only reshapes what a single earlier action is to make is folded into that.';

CREATE OR REPLACE FUNCTION partition_tools_internal.plan_fold_one(
    p_actions partition_tools_internal.action[], p_action partition_tools_internal.action)
RETURNS partition_tools_internal.action[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_actions partition_tools_internal.action[] := p_actions;
    a partition_tools_internal.action;
BEGIN
    IF p_action.targets <> '{}' AND p_action.sources <> '{}' AND NOT EXISTS (SELECT FROM unnest(p_action.sources) AS s WHERE NOT s.planned) THEN
        FOR i IN 1 .. coalesce(array_length(v_actions, 1), 0) LOOP
            a := v_actions[i];
            IF NOT EXISTS (SELECT FROM unnest(p_action.sources) AS s
                            WHERE NOT EXISTS (SELECT FROM unnest(a.targets) AS t
                                               WHERE t.planned AND t.schema_name = s.schema_name AND t.name = s.name)) THEN
                a.targets := coalesce(ARRAY(SELECT t FROM unnest(partition_tools_internal.plan_apply(a.targets, ARRAY[p_action])) AS t
                                    ORDER BY t.is_default, t.lower), '{}');
                v_actions[i] := a;
                RETURN v_actions;
            END IF;
        END LOOP;
    END IF;
    RETURN v_actions || p_action;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_fold_one(partition_tools_internal.action[], partition_tools_internal.action) IS
    'As plan_fold, for an action that takes what another of its operation makes.';
