CREATE OR REPLACE FUNCTION partition_tools_internal.plan_merge_cells(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_operation partition_tools_internal.operation, p_as_of timestamptz)
RETURNS SETOF partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.action;
    v_ranges  partition_tools_internal.partition_range[] := coalesce(ARRAY(SELECT r FROM unnest(p_ranges) AS r WHERE NOT r.is_default ORDER BY r.lower, r.upper), '{}');
    v_default partition_tools_internal.partition_range[] := coalesce(ARRAY(SELECT r FROM unnest(p_ranges) AS r WHERE r.is_default), '{}');
    v_lower   timestamptz[];
    v_upper   timestamptz[];
    v_stored  boolean[];
    v_names   name[];
    v_cell_lower timestamptz[];
    v_cell_upper timestamptz[];
    v_near    partition_tools_internal.partition_range[];
    v_members partition_tools_internal.partition_range[];
    v_window  record;
    v_count   int := 0;
    v_ranges_count int;
    v_cells   int;
    v_cell    int := 1;
    v_last    int;
    i int := 1;
    j int;
BEGIN
    v_window := partition_tools_internal.plan_window(p_key, p_operation, p_as_of);
    SELECT array_agg(c.lower ORDER BY c.lower), array_agg(c.upper ORDER BY c.lower) INTO v_cell_lower, v_cell_upper
      FROM partition_tools_internal.calendar_cells(v_window.lower, v_window.upper, p_operation.granularity, p_key.zone) AS c;
    SELECT array_agg(r.lower ORDER BY r.lower, r.upper), array_agg(r.upper ORDER BY r.lower, r.upper), array_agg(r.name ORDER BY r.lower, r.upper),
           array_agg(partition_tools_internal.plan_stored_as(r, p_operation) ORDER BY r.lower, r.upper)
      INTO v_lower, v_upper, v_names, v_stored FROM unnest(v_ranges) AS r;
    v_ranges_count := coalesce(array_length(v_lower, 1), 0);
    v_cells := coalesce(array_length(v_cell_lower, 1), 0);
    WHILE v_cell <= v_cells LOOP
        EXIT WHEN v_count >= p_operation.limit_operations;
        -- Cells and partitions are gone through side by side: i is the first partition that ends behind the start of the cell.
        WHILE i <= v_ranges_count AND v_upper[i] <= v_cell_lower[v_cell] LOOP
            i := i + 1;
        END LOOP;
        EXIT WHEN i > v_ranges_count;
        IF v_lower[i] >= v_cell_upper[v_cell]
           OR (v_lower[i] = v_cell_lower[v_cell] AND v_upper[i] = v_cell_upper[v_cell] AND v_stored[i]) THEN
            v_cell := v_cell + 1;
            CONTINUE;
        END IF;
        SELECT r.member, r.cell INTO j, v_last FROM partition_tools_internal.plan_merge_reach(v_lower, v_upper, v_cell_upper, v_window.upper, i, v_cell) AS r;
        v_near := v_default;
        v_members := '{}';
        -- One by one: a slice would copy all of the array.
        FOR n IN greatest(i - 1, 1) .. least(j + 1, v_ranges_count) LOOP
            v_near := v_near || v_ranges[n];
            IF n BETWEEN i AND j AND v_lower[n] >= v_window.lower AND v_upper[n] <= v_window.upper
               AND NOT partition_tools_internal.plan_left_alone(v_ranges[n]) THEN
                v_members := v_members || v_ranges[n];
            END IF;
        END LOOP;
        a := partition_tools_internal.plan_merge_action(p_key, v_near, v_members, p_operation, v_cell_lower[v_cell], v_cell_upper[v_last]);
        IF a.action IS NOT NULL THEN
            IF EXISTS (SELECT FROM unnest(a.targets) AS t WHERE t.name = ANY (v_names) AND NOT EXISTS (SELECT FROM unnest(v_members) AS m WHERE m.name = t.name))
               OR partition_tools_internal.names_beside(p_key.table_oid, p_key.schema_name, ARRAY(SELECT t.name FROM unnest(a.targets) AS t)) <> '{}' THEN
                a.targets := partition_tools_internal.plan_named(p_key, v_ranges || v_default, a.targets);
            END IF;
            IF a.targets[array_length(a.targets, 1)].upper > v_cell_upper[v_last] THEN
                -- What is left of a partition that straddles the grid is there for the next cells.
                v_ranges[j] := a.targets[array_length(a.targets, 1)];
                v_lower[j] := v_cell_upper[v_last];
                v_names[j] := v_ranges[j].name;
                v_stored[j] := false;
            END IF;
            v_count := v_count + 1;
            RETURN NEXT a;
        END IF;
        v_cell := v_last + 1;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_merge_cells(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.operation, timestamptz) IS
    'The actions that bring the partitions of a window onto a coarser grid, cell after cell: one action a cell, or one for several cells that a single partition covers.';

CREATE OR REPLACE FUNCTION partition_tools_internal.plan_merge_reach(
    p_lower timestamptz[], p_upper timestamptz[], p_cell_upper timestamptz[], p_until timestamptz, p_member int, p_cell int, OUT member int, OUT cell int)
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_members constant int := array_length(p_lower, 1);
    c_cells   constant int := array_length(p_cell_upper, 1);
    v_reach   timestamptz;
BEGIN
    member := p_member;
    cell := p_cell;
    LOOP
        WHILE member < c_members AND p_lower[member + 1] < p_cell_upper[cell] LOOP
            member := member + 1;
        END LOOP;
        v_reach := CASE WHEN p_upper[member] <= p_until THEN p_upper[member] WHEN member > p_member THEN p_upper[member - 1] END;
        EXIT WHEN cell = c_cells OR v_reach IS NULL OR v_reach < p_cell_upper[cell + 1];
        cell := cell + 1;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_merge_reach(timestamptz[], timestamptz[], timestamptz[], timestamptz, int, int) IS
    'The last partition and the last cell of an action that begins with p_member and p_cell: a partition that covers the next cell, too, is cut once, not once a cell. Partitions and cells by their bounds, in order; p_until: the end of the window.';
