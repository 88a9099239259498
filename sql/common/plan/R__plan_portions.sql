CREATE OR REPLACE FUNCTION partition_tools_internal.plan_portions(p_actions partition_tools_internal.action[])
RETURNS SETOF partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_limit constant int := partition_tools_internal.portion_limit();
    v_new   partition_tools_internal.partition_range[];
    v_rest  partition_tools_internal.partition_range[];
    v_part  partition_tools_internal.partition_range[];
    v_number int;
    v_portions int;
    a partition_tools_internal.action;
    d partition_tools_internal.partition_range;
BEGIN
    FOREACH a IN ARRAY p_actions LOOP
        v_new := coalesce(ARRAY(SELECT t FROM unnest(a.targets) AS t WHERE NOT t.is_default ORDER BY t.lower), '{}');
        v_number := coalesce(array_length(v_new, 1), 0);
        IF c_limit IS NULL OR v_number <= c_limit OR a.action NOT IN ('create', 'drain') THEN
            RETURN NEXT a;
            CONTINUE;
        END IF;
        v_rest := coalesce(ARRAY(SELECT t FROM unnest(a.targets) AS t WHERE t.is_default), '{}');
        v_portions := ceil(v_number / c_limit::numeric);
        FOR i IN 1 .. v_portions LOOP
            -- As many in each: 26 are 13 and 13 rather than 25 and one, for which the default partition would be copied again.
            v_part := v_new[1 + v_number * (i - 1) / v_portions : v_number * i / v_portions];
            a.targets := v_part || v_rest;
            RETURN NEXT a;
            IF a.sources <> '{}' THEN
                -- The next one finds what this one leaves.
                d := a.sources[1];
                d.rows := greatest(0, d.rows - coalesce((SELECT sum(t.rows) FROM unnest(v_part) AS t), 0));
                d.bytes := greatest(0, d.bytes - coalesce((SELECT sum(t.bytes) FROM unnest(v_part) AS t), 0));
                a.sources := ARRAY[d];
                a.rows := d.rows;
                a.bytes := d.bytes;
            END IF;
        END LOOP;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_portions(partition_tools_internal.action[]) IS
    'The actions of a plan, those that make more new partitions than portion_limit as several, each of which leaves a valid table: each becomes a job, which locks the table for its own partitions only.';
