CREATE OR REPLACE FUNCTION partition_tools_internal.plan_merge_action(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_members partition_tools_internal.partition_range[], p_operation partition_tools_internal.operation,
    p_lower timestamptz, p_upper timestamptz)
RETURNS partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.action;
BEGIN
    IF cardinality(p_members) = 0 OR partition_tools_internal.plan_merge_blocked(p_ranges, p_members, p_lower, p_upper) THEN
        RETURN NULL;
    END IF;
    a.operation := p_operation.operation;
    a.strategy := partition_tools_internal.strategy_for('copy');
    a.access_exclusive_mode := p_operation.access_exclusive_mode;
    a.targets := partition_tools_internal.plan_merge_targets(p_key, p_ranges, p_members, p_operation, p_lower, p_upper);
    a.action := CASE
        WHEN p_members[1].lower < p_lower OR p_members[cardinality(p_members)].upper > p_upper OR cardinality(a.targets) > 1 THEN 'align'
        WHEN cardinality(p_members) > 1 THEN 'merge'
        ELSE 'move' END;
    -- Nothing to do where every cell is one partition already, stored as wanted.
    IF NOT EXISTS (
        SELECT FROM unnest(a.targets) AS t
         WHERE NOT EXISTS (SELECT FROM unnest(p_members) AS m
                            WHERE m.lower = t.lower AND m.upper = t.upper
                              AND partition_tools_internal.plan_stored_as(m, p_operation)))
    THEN
        RETURN NULL;
    END IF;
    a.sources := partition_tools_internal.partitions_measured(p_members);
    SELECT sum(m.rows), sum(m.bytes) INTO a.rows, a.bytes FROM unnest(a.sources) AS m;
    RETURN a;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_merge_action(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.partition_range[], partition_tools_internal.operation, timestamptz, timestamptz) IS
    'The action that turns the partitions p_members into the cells of [p_lower, p_upper); NULL where that is their shape already, or where it would touch what must stay.';

CREATE OR REPLACE FUNCTION partition_tools_internal.plan_merge_blocked(
    p_ranges partition_tools_internal.partition_range[], p_members partition_tools_internal.partition_range[],
    p_lower timestamptz, p_upper timestamptz)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_outside int;
    v_default int;
    v_gaps    int;
BEGIN
    SELECT count(*) FILTER (WHERE NOT r.is_default AND r.lower < p_upper AND r.upper > p_lower),
           count(*) FILTER (WHERE r.is_default)
      INTO v_outside, v_default FROM unnest(p_ranges) AS r;
    SELECT count(*) INTO v_gaps FROM partition_tools_internal.plan_uncovered(p_ranges, p_lower, p_upper) AS u;
    -- Rows that belong into a gap may lie in the default partition: plan_merge_gaps closes those that may be closed.
    RETURN v_outside > cardinality(p_members) OR (v_gaps > 0 AND v_default > 0);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_merge_blocked(partition_tools_internal.partition_range[], partition_tools_internal.partition_range[], timestamptz, timestamptz) IS
    'Whether a partition that reaches out of the window, or a gap beside a default partition, forbids to merge the cells of [p_lower, p_upper).';

CREATE OR REPLACE FUNCTION partition_tools_internal.plan_merge_targets(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_members partition_tools_internal.partition_range[], p_operation partition_tools_internal.operation,
    p_lower timestamptz, p_upper timestamptz)
RETURNS partition_tools_internal.partition_range[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_first partition_tools_internal.partition_range;
    v_last  partition_tools_internal.partition_range;
    v_targets partition_tools_internal.partition_range[] := '{}';
    v_lower timestamptz[];
    v_upper timestamptz[];
    v_whole boolean[];
    t partition_tools_internal.partition_range;
BEGIN
    v_first := p_members[1];
    v_last := p_members[cardinality(p_members)];
    SELECT array_agg(c.lower ORDER BY c.lower), array_agg(c.upper ORDER BY c.lower), array_agg(true) INTO v_lower, v_upper, v_whole
      FROM partition_tools_internal.calendar_cells(p_lower, p_upper, p_operation.granularity, p_key.zone) AS c;
    IF v_first.lower < p_lower THEN
        v_lower := v_first.lower || v_lower;
        v_upper := p_lower || v_upper;
        v_whole := false || v_whole;
    END IF;
    IF v_last.upper > p_upper THEN
        v_lower := v_lower || p_upper;
        v_upper := v_upper || v_last.upper;
        v_whole := v_whole || false;
    END IF;
    FOREACH t IN ARRAY partition_tools_internal.plan_targets(p_key, p_ranges, v_lower, v_upper, v_whole, p_operation) LOOP
        IF t.lower < p_lower THEN
            t.tablespace := v_first.tablespace;
            t.storage := v_first.storage;
        ELSIF t.upper > p_upper THEN
            t.tablespace := v_last.tablespace;
            t.storage := v_last.storage;
        ELSE
            t.tablespace := coalesce(p_operation.tablespace, v_first.tablespace);
            t.with_param := p_operation.with_param;
            t.storage := partition_tools_internal.storage_options(p_operation.with_param);
        END IF;
        v_targets := v_targets || t;
    END LOOP;
    RETURN v_targets;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_merge_targets(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.partition_range[], partition_tools_internal.operation, timestamptz, timestamptz) IS
    'The cells of [p_lower, p_upper), and before and after them what is left of partitions that straddle the grid.';
