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
    v_lower timestamptz;
    v_upper timestamptz;
    v_cell  record;
    v_gap   record;
BEGIN
    a.operation := 'partition_table';
    a.action := 'convert';
    a.strategy := 'stage and swap';
    a.targets := '{}';
    SELECT p_key.schema_name, p_key.table_name, false, partition_tools_internal.tablespace_name(c.reltablespace),
           partition_tools_internal.row_estimate(c.reltuples, c.relpages, pg_relation_size(c.oid)), pg_relation_size(c.oid)
      INTO s.schema_name, s.name, s.is_default, s.tablespace, s.rows, s.bytes FROM pg_class AS c WHERE c.oid = p_key.table_oid;
    a.sources := ARRAY[s];
    a.rows := s.rows;
    a.bytes := s.bytes;
    FOREACH o IN ARRAY p_operations LOOP
        v_lower := CASE WHEN o.lower_bound IS NULL THEN partition_tools_internal.calendar_floor(
                            coalesce(least(partition_tools_internal.convert_oldest(p_key), p_as_of), p_as_of), o.granularity, p_key.zone)
                        ELSE (p_as_of AT TIME ZONE p_key.zone - o.lower_bound) AT TIME ZONE p_key.zone END;
        IF o.upper_bound IS NULL THEN
            v_upper := partition_tools_internal.calendar_floor(p_as_of, o.granularity, p_key.zone);
            FOR i IN 0 .. c_ahead LOOP
                v_upper := partition_tools_internal.calendar_next(v_upper, o.granularity, p_key.zone);
            END LOOP;
        ELSE
            v_upper := (p_as_of AT TIME ZONE p_key.zone - o.upper_bound) AT TIME ZONE p_key.zone;
        END IF;
        IF o.whole IS NOT NULL THEN
            SELECT w.lower, w.upper INTO v_lower, v_upper FROM partition_tools_internal.plan_window(p_key, o, p_as_of) AS w;
        END IF;
        FOR v_cell IN SELECT c.lower, c.upper FROM partition_tools_internal.calendar_touched(v_lower, v_upper, o.granularity, p_key.zone) AS c LOOP
            FOR v_gap IN SELECT u.lower, u.upper FROM partition_tools_internal.plan_uncovered(a.targets, v_cell.lower, v_cell.upper) AS u LOOP
                s := partition_tools_internal.plan_target(p_key, a.targets, v_gap.lower, v_gap.upper,
                    CASE WHEN v_gap.lower = v_cell.lower AND v_gap.upper = v_cell.upper THEN o.granularity END);
                s.tablespace := o.tablespace;
                a.targets := a.targets || s;
            END LOOP;
        END LOOP;
    END LOOP;
    a.targets := a.targets || partition_tools_internal.convert_default(p_key, a.targets);
    RETURN a;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_action(partition_tools_internal.table_key, partition_tools_internal.operation[], timestamptz) IS
    'The action that makes a partitioned table of a plain one, with the partitions that create operations declare, and a default one. A lower bound of NULL means the oldest row, an upper bound of NULL three partitions ahead.';

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
