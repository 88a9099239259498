CREATE OR REPLACE FUNCTION partition_tools_internal.convert_action(
    p_key partition_tools_internal.table_key, p_operations partition_tools_internal.operation[], p_as_of timestamptz)
RETURNS partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_ahead constant int := 3;
    a partition_tools_internal.action;
    s partition_tools_internal.partition_range;
    o partition_tools_internal.operation;
    v_window tstzrange;
    v_cells  tstzrange[];
    v_gaps   tstzrange[];
    v_cell   tstzrange;
    v_gap    tstzrange;
BEGIN
    a.operation := 'partition_table';
    a.action := 'convert';
    a.strategy := partition_tools_internal.strategy_for('copy');
    a.targets := '{}';
    SELECT p_key.schema_name, p_key.table_name, false, partition_tools_internal.tablespace_name(c.reltablespace)
      INTO s.schema_name, s.name, s.is_default, s.tablespace FROM pg_class AS c WHERE c.oid = p_key.table_oid;
    SELECT e.rows, e.bytes INTO s.rows, s.bytes FROM partition_tools_internal.relation_estimate(p_key.table_oid) AS e;
    a.sources := ARRAY[s];
    a.rows := s.rows;
    a.bytes := s.bytes;
    FOREACH o IN ARRAY p_operations LOOP
        v_window := partition_tools_internal.convert_window(p_key, o, p_as_of, c_ahead);
        -- Arrays, and not loops over queries within one another, which Greenplum refuses to those who are no superusers.
        v_cells := coalesce(ARRAY(SELECT tstzrange(c.lower, c.upper)
            FROM partition_tools_internal.calendar_touched(lower(v_window), upper(v_window), o.granularity, p_key.zone) AS c), '{}');
        FOREACH v_cell IN ARRAY v_cells LOOP
            v_gaps := coalesce(ARRAY(SELECT tstzrange(u.lower, u.upper)
                FROM partition_tools_internal.plan_uncovered(a.targets, lower(v_cell), upper(v_cell)) AS u), '{}');
            FOREACH v_gap IN ARRAY v_gaps LOOP
                a.targets := a.targets || partition_tools_internal.plan_named(p_key, a.targets,
                    partition_tools_internal.plan_targets(p_key, a.targets, ARRAY[lower(v_gap)], ARRAY[upper(v_gap)], ARRAY[v_gap = v_cell], o));
            END LOOP;
        END LOOP;
    END LOOP;
    a.targets := a.targets || partition_tools_internal.convert_default(p_key, a.targets);
    RETURN a;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_action(partition_tools_internal.table_key, partition_tools_internal.operation[], timestamptz) IS
    'The action that makes a partitioned table of a plain one, with the partitions that create operations declare, and a default one. A lower bound of NULL means the oldest row, an upper bound of NULL three partitions ahead.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_window(
    p_key partition_tools_internal.table_key, p_operation partition_tools_internal.operation, p_as_of timestamptz, p_ahead int)
RETURNS tstzrange
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_lower timestamptz;
    v_upper timestamptz;
BEGIN
    v_lower := CASE WHEN p_operation.lower_bound IS NULL THEN partition_tools_internal.calendar_floor(
                        coalesce(least(partition_tools_internal.convert_oldest(p_key), p_as_of), p_as_of), p_operation.granularity, p_key.zone)
                    ELSE (p_as_of AT TIME ZONE p_key.zone - p_operation.lower_bound) AT TIME ZONE p_key.zone END;
    IF p_operation.upper_bound IS NULL THEN
        v_upper := partition_tools_internal.calendar_floor(p_as_of, p_operation.granularity, p_key.zone);
        FOR i IN 0 .. p_ahead LOOP
            v_upper := partition_tools_internal.calendar_next(v_upper, p_operation.granularity, p_key.zone);
        END LOOP;
    ELSE
        v_upper := (p_as_of AT TIME ZONE p_key.zone - p_operation.upper_bound) AT TIME ZONE p_key.zone;
    END IF;
    IF p_operation.whole IS NOT NULL THEN
        SELECT coalesce(nullif(w.lower, '-infinity'), v_lower), w.upper INTO v_lower, v_upper FROM partition_tools_internal.plan_window(p_key, p_operation, p_as_of) AS w;
    END IF;
    IF v_upper <= v_lower THEN
        RAISE EXCEPTION 'the window of the partitions is empty: it begins at % and ends at %', v_lower AT TIME ZONE p_key.zone, v_upper AT TIME ZONE p_key.zone
            USING ERRCODE = 'PP001', HINT = 'Bounds count back from the reference time: the lower one is the greater interval, and what lies ahead is negative.';
    END IF;
    RETURN tstzrange(v_lower, v_upper);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_window(partition_tools_internal.table_key, partition_tools_internal.operation, timestamptz, int) IS
    'The window of the partitions of a table that is converted: from the oldest row where no lower bound is given, and to p_ahead partitions ahead where no upper one is. PP001 where it is empty.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_default(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[])
RETURNS partition_tools_internal.partition_range
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    d partition_tools_internal.partition_range;
BEGIN
    -- A plain table takes every row: those of no partition, and those without a time, need a place.
    d.schema_name := p_key.schema_name;
    d.name := partition_tools_internal.plan_free_name(p_key, p_ranges, partition_tools_internal.short_name(p_key.table_name, '_default'), NULL, NULL);
    d.is_default := true;
    d.rows := 0;
    d.bytes := 0;
    d.planned := true;
    RETURN d;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_default(partition_tools_internal.table_key, partition_tools_internal.partition_range[]) IS
    'The default partition that a converted table gets.';
