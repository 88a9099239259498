CREATE OR REPLACE FUNCTION partition_tools_internal.map_simulation(
    p_table regclass, p_operations json, p_as_of timestamptz, p_months int, p_every interval DEFAULT '1 month')
RETURNS TABLE (step int, as_of timestamptz, what text, operation text, action text, sources text[], targets text[], name name, lower timestamptz, upper timestamptz,
               is_default boolean, tablespace name, partitions bigint, rows bigint, bytes bigint, note text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_policy json := partition_tools_internal.policy_document(p_operations);
    v_zone   text := partition_tools_internal.policy_zone(v_policy);
    v_key    partition_tools_internal.table_key;
    v_ops    partition_tools_internal.operation[];
    v_ranges partition_tools_internal.partition_range[];
    v_actions partition_tools_internal.action[];
    v_growth record;
    v_refusal record;
    v_at     timestamptz := p_as_of;
    v_note   text;
    v_place  name := partition_tools_internal.tablespace_name((SELECT c.reltablespace FROM pg_class AS c WHERE c.oid = p_table));
    v_checked text := partition_tools_internal.setting('reference_time', 'checked');
    a partition_tools_internal.action;
BEGIN
    IF p_every <= '0' OR p_months < 0 OR p_months > 1200 OR p_as_of + p_every * 5000 < p_as_of + make_interval(months := p_months) THEN
        RAISE EXCEPTION 'a simulation has up to 1200 months and 5000 steps, not % months by %', p_months, p_every USING ERRCODE = 'PP001';
    END IF;
    -- What a run of that day would refuse is asked for without the clock of today. Not by SET at the routine, for which an owner of the schemas needs a superuser.
    PERFORM set_config('partition_tools.reference_time', 'any', true);
    -- The same questions as before a plan: a policy that contradicts itself, a table that cannot be worked on.
    PERFORM p.* FROM partition_tools_internal.plan_actions(p_table, v_policy, p_as_of) AS p;
    v_key := partition_tools_internal.table_key(p_table, v_policy);
    v_ops := coalesce(ARRAY(SELECT o FROM partition_tools_internal.policy_operations(v_policy) AS o), '{}');
    v_ranges := partition_tools_internal.partitions_measured(coalesce(ARRAY(SELECT l FROM partition_tools_internal.partition_list(v_key) AS l), '{}'));
    v_growth := partition_tools_internal.simulation_growth(v_ranges, partition_tools_internal.key_as_of(v_key, v_zone, p_as_of));
    step := 0;
    as_of := p_as_of;
    what := 'growth';
    rows := (v_growth.rows * 86400)::bigint;
    bytes := (v_growth.bytes * 86400)::bigint;
    note := v_growth.basis;
    RETURN NEXT;
    note := NULL;
    WHILE v_at <= (p_as_of AT TIME ZONE v_zone + make_interval(months := p_months)) AT TIME ZONE v_zone LOOP
        as_of := v_at;
        v_actions := coalesce(ARRAY(SELECT d FROM partition_tools_internal.plan_decide(v_key, v_ops, v_ranges,
                         partition_tools_internal.key_as_of(v_key, v_zone, v_at), coalesce(partition_tools_internal.kept_until(p_table) > v_at, false)) AS d), '{}');
        v_refusal := partition_tools_internal.simulation_refusal(p_table, v_policy, v_at, v_actions, v_ranges);
        FOREACH a IN ARRAY v_actions LOOP
            a := partition_tools_internal.simulation_sized(a, v_ranges, v_place);
            v_note := CASE WHEN v_refusal.code <> 'PP097' OR a.action IN ('drop', 'detach') THEN v_refusal.code || ': ' || v_refusal.message END;
            IF v_note IS NULL THEN
                v_ranges := partition_tools_internal.plan_apply(v_ranges, ARRAY[a]);
            END IF;
            RETURN QUERY SELECT step, as_of, r.* FROM partition_tools_internal.simulation_action(a, v_note) AS r;
        END LOOP;
        what := 'tablespace';
        FOR tablespace, partitions, rows, bytes IN
            SELECT r.tablespace, count(*), sum(r.rows)::bigint, sum(r.bytes)::bigint FROM unnest(v_ranges) AS r GROUP BY 1 ORDER BY 1 LOOP
            RETURN NEXT;
        END LOOP;
        step := step + 1;
        v_at := (p_as_of AT TIME ZONE v_zone + step * p_every) AT TIME ZONE v_zone;
        v_ranges := partition_tools_internal.simulation_grown(v_ranges, v_growth.rows, v_growth.bytes,
                        partition_tools_internal.key_as_of(v_key, v_zone, as_of), partition_tools_internal.key_as_of(v_key, v_zone, v_at));
    END LOOP;
    RETURN QUERY SELECT step - 1, as_of, r.* FROM partition_tools_internal.simulation_partitions('partition', v_ranges) AS r;
    PERFORM set_config('partition_tools.reference_time', v_checked, true);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.map_simulation(regclass, json, timestamptz, int, interval) IS
    'What runs of a policy, one every p_every for some months from p_as_of on, would do, if everything goes on as the partitions show: planned by plan_decide on the partitions that each run leaves. Nothing is touched. what: growth (rows and bytes a day; note: by what they are estimated), action (note: why that run would refuse it), source and target (what the action before them takes and makes), tablespace (what it holds after the actions of a step), partition (those that there are in the end).';

CREATE OR REPLACE FUNCTION partition_tools_internal.simulation_action(p_action partition_tools_internal.action, p_note text)
RETURNS TABLE (what text, operation text, action text, sources text[], targets text[], name name, lower timestamptz, upper timestamptz,
               is_default boolean, tablespace name, partitions bigint, rows bigint, bytes bigint, note text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    what := 'action';
    operation := p_action.operation;
    action := p_action.action;
    sources := coalesce(ARRAY(SELECT partition_tools_internal.range_text(s) FROM unnest(p_action.sources) AS s), '{}');
    targets := coalesce(ARRAY(SELECT partition_tools_internal.range_text(t) FROM unnest(p_action.targets) AS t), '{}');
    rows := p_action.rows;
    bytes := p_action.bytes;
    note := p_note;
    RETURN NEXT;
    -- What would be refused takes and makes nothing.
    IF p_note IS NULL THEN
        RETURN QUERY SELECT r.* FROM partition_tools_internal.simulation_partitions('source', p_action.sources) AS r;
        RETURN QUERY SELECT r.* FROM partition_tools_internal.simulation_partitions('target', p_action.targets) AS r;
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.simulation_action(partition_tools_internal.action, text) IS
    'The rows of map_simulation about an action: itself, with the reason why it would be refused, and the partitions that it takes and makes.';

CREATE OR REPLACE FUNCTION partition_tools_internal.simulation_partitions(p_what text, p_ranges partition_tools_internal.partition_range[])
RETURNS TABLE (what text, operation text, action text, sources text[], targets text[], name name, lower timestamptz, upper timestamptz,
               is_default boolean, tablespace name, partitions bigint, rows bigint, bytes bigint, note text)
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    FOR what, name, lower, upper, is_default, tablespace, rows, bytes IN
        SELECT p_what, r.name, r.lower, r.upper, r.is_default, r.tablespace, r.rows, r.bytes FROM unnest(p_ranges) AS r ORDER BY r.lower NULLS LAST LOOP
        RETURN NEXT;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.simulation_partitions(text, partition_tools_internal.partition_range[]) IS
    'Rows of map_simulation, one for each partition.';
