CREATE OR REPLACE FUNCTION partition_tools_internal.plan_merge(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_operation partition_tools_internal.operation, p_as_of timestamptz)
RETURNS SETOF partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.action;
    v_gaps    partition_tools_internal.partition_range[] := partition_tools_internal.plan_merge_gaps(p_key, p_ranges, p_operation, p_as_of);
    v_actions partition_tools_internal.action[];
BEGIN
    v_actions := coalesce(ARRAY(SELECT c FROM partition_tools_internal.plan_merge_cells(p_key, p_ranges || v_gaps, p_operation, p_as_of) AS c), '{}');
    -- Only those of cells that are merged this time.
    v_gaps := coalesce(ARRAY(SELECT g FROM unnest(v_gaps) AS g
                              WHERE EXISTS (SELECT FROM unnest(v_actions) AS m, unnest(m.sources) AS s WHERE s.planned AND s.lower = g.lower AND s.upper = g.upper)
                              ORDER BY g.lower), '{}');
    IF v_gaps <> '{}' THEN
        a := partition_tools_internal.plan_create_action(p_key, p_ranges, v_gaps, p_as_of);
        a.operation := p_operation.operation;
        a.access_exclusive_mode := p_operation.access_exclusive_mode;
        RETURN NEXT a;
    END IF;
    RETURN QUERY SELECT * FROM unnest(v_actions);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_merge(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.operation, timestamptz) IS
    'The actions that bring the partitions of a window onto a coarser grid. Where a cell that is merged has gaps beside a default partition, these are made first, all in one action, with the rows that the default partition holds of them.';

CREATE OR REPLACE FUNCTION partition_tools_internal.plan_merge_gaps(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_operation partition_tools_internal.operation, p_as_of timestamptz)
RETURNS partition_tools_internal.partition_range[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_window   record;
    v_lower    timestamptz[];
    v_upper    timestamptz[];
    v_whole    boolean[];
    v_gone     timestamptz[];
    v_gone_to  timestamptz[];
BEGIN
    IF NOT EXISTS (SELECT FROM unnest(p_ranges) AS r WHERE r.is_default) THEN
        RETURN '{}';
    END IF;
    v_window := partition_tools_internal.plan_window(p_key, p_operation, p_as_of);
    SELECT min(c.lower) AS lower, max(c.upper) AS upper INTO v_window
      FROM partition_tools_internal.calendar_cells(v_window.lower, v_window.upper, p_operation.granularity, p_key.zone) AS c;
    IF v_window.lower IS NULL THEN
        RETURN '{}';
    END IF;
    SELECT array_agg(coalesce(a.lower_time, '-infinity')), array_agg(coalesce(a.upper_time, 'infinity')) INTO v_gone, v_gone_to
      FROM partition_tools_internal.archive AS a WHERE a.table_schema = p_key.schema_name AND a.table_name = p_key.table_name;
    -- A cell of which there is nothing is for a create operation.
    SELECT array_agg(m.lower ORDER BY m.lower), array_agg(m.upper ORDER BY m.lower), array_agg(false) INTO v_lower, v_upper, v_whole
      FROM partition_tools_internal.plan_missing(p_ranges, v_window.lower, v_window.upper, p_operation.granularity, p_key.zone) AS m
     WHERE NOT m.is_whole
       -- What has been unloaded comes back into its own range.
       AND NOT EXISTS (SELECT FROM generate_series(1, coalesce(array_length(v_gone, 1), 0)) AS i WHERE v_gone[i] < m.upper AND v_gone_to[i] > m.lower);
    IF v_lower IS NULL THEN
        RETURN '{}';
    END IF;
    RETURN partition_tools_internal.plan_named(p_key, p_ranges,
               partition_tools_internal.plan_targets(p_key, p_ranges, v_lower, v_upper, v_whole, p_operation));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_merge_gaps(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.operation, timestamptz) IS
    'What no partition covers of the cells that a merge could make, of those that have some partition; nothing where there is no default partition (the merged partition covers gaps then without more ado), and nothing that has been unloaded.';

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
    v_reach   timestamptz;
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
        -- A partition that covers the next cell too is cut once, not once a cell.
        v_last := v_cell;
        j := i;
        LOOP
            WHILE j < v_ranges_count AND v_lower[j + 1] < v_cell_upper[v_last] LOOP
                j := j + 1;
            END LOOP;
            v_reach := CASE WHEN v_upper[j] <= v_window.upper THEN v_upper[j] WHEN j > i THEN v_upper[j - 1] END;
            EXIT WHEN v_last = v_cells OR v_reach IS NULL OR v_reach < v_cell_upper[v_last + 1];
            v_last := v_last + 1;
        END LOOP;
        v_near := v_default;
        v_members := '{}';
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
