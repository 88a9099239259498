CREATE OR REPLACE FUNCTION partition_tools_internal.plan_adopted(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_operations partition_tools_internal.operation[], p_as_of timestamptz)
RETURNS SETOF partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.action;
    s partition_tools_internal.partition_range;
    v_targets partition_tools_internal.partition_range[];
BEGIN
    SELECT r.* INTO s FROM unnest(p_ranges) AS r WHERE 'adopted.' = ANY (r.storage);
    IF NOT FOUND THEN
        RETURN;
    END IF;
    v_targets := partition_tools_internal.plan_adopted_cells(p_key, p_ranges, s, p_operations, p_as_of);
    IF cardinality(v_targets) > 0 THEN
        a.operation := 'create_partitions';
        a.action := 'align';
        a.strategy := partition_tools_internal.strategy_for('copy');
        a.sources := partition_tools_internal.partitions_measured(ARRAY[s]);
        a.targets := partition_tools_internal.plan_adopted_rest(p_key, p_ranges, s, v_targets);
        a.rows := a.sources[1].rows;
        a.bytes := a.sources[1].bytes;
        RETURN NEXT a;
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_adopted(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.operation[], timestamptz) IS
    'The action that cuts the partition that a plain table was adopted as into those that create operations declare of the past; none where they declare none there, or there is no such partition.';

CREATE OR REPLACE FUNCTION partition_tools_internal.plan_adopted_cells(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[], p_adopted partition_tools_internal.partition_range,
    p_operations partition_tools_internal.operation[], p_as_of timestamptz)
RETURNS partition_tools_internal.partition_range[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_targets partition_tools_internal.partition_range[] := '{}';
    o partition_tools_internal.operation;
    v_window record;
    v_lower  timestamptz[];
    v_upper  timestamptz[];
BEGIN
    FOREACH o IN ARRAY coalesce(ARRAY(SELECT p FROM unnest(p_operations) AS p WHERE p.operation = 'create_partitions' AND p.left_out IS NOT TRUE ORDER BY p.ordinal), '{}') LOOP
        v_window := partition_tools_internal.plan_window(p_key, o, p_as_of);
        -- What is over, so that the present is not copied again and again; and what is whole.
        SELECT array_agg(c.lower ORDER BY c.lower), array_agg(c.upper ORDER BY c.lower) INTO v_lower, v_upper
          FROM partition_tools_internal.calendar_touched(v_window.lower, v_window.upper, o.granularity, p_key.zone) AS c
         WHERE c.upper <= p_as_of AND c.lower >= p_adopted.lower AND c.upper <= p_adopted.upper
           AND NOT EXISTS (SELECT FROM unnest(v_targets) AS u WHERE u.lower < c.upper AND u.upper > c.lower);
        CONTINUE WHEN v_lower IS NULL;
        o.tablespace := coalesce(o.tablespace, p_adopted.tablespace);
        v_targets := v_targets || partition_tools_internal.plan_named(p_key, p_ranges || v_targets,
            partition_tools_internal.plan_targets(p_key, p_ranges || v_targets, v_lower, v_upper, array_fill(true, ARRAY[array_length(v_lower, 1)]), o));
    END LOOP;
    RETURN v_targets;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_adopted_cells(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.partition_range, partition_tools_internal.operation[], timestamptz) IS
    'The partitions of the past that create operations declare within an adopted one.';

CREATE OR REPLACE FUNCTION partition_tools_internal.plan_adopted_rest(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[], p_adopted partition_tools_internal.partition_range,
    p_cells partition_tools_internal.partition_range[])
RETURNS partition_tools_internal.partition_range[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_targets partition_tools_internal.partition_range[] := '{}';
    t partition_tools_internal.partition_range;
    r partition_tools_internal.partition_range;
BEGIN
    -- What lies before the first, which has no beginning, keeps the name.
    SELECT u.* INTO t FROM unnest(p_cells) AS u ORDER BY u.lower LIMIT 1;
    IF p_adopted.lower < t.lower THEN
        r := p_adopted;
        r.upper := t.lower;
        r.upper_literal := t.lower_literal;
        r.planned := true;
        v_targets := v_targets || r;
    END IF;
    FOREACH t IN ARRAY coalesce(ARRAY(SELECT u FROM unnest(p_cells) AS u ORDER BY u.lower), '{}') LOOP
        IF r.upper < t.lower THEN
            r := partition_tools_internal.plan_target(p_key, p_ranges || v_targets, r.upper, t.lower, NULL);
            r.tablespace := p_adopted.tablespace;
            v_targets := v_targets || r;
        END IF;
        v_targets := v_targets || t;
        r := t;
    END LOOP;
    IF r.upper < p_adopted.upper THEN
        r := partition_tools_internal.plan_target(p_key, p_ranges || v_targets, r.upper, p_adopted.upper, NULL);
        r.tablespace := p_adopted.tablespace;
        v_targets := v_targets || r;
    END IF;
    RETURN v_targets;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_adopted_rest(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.partition_range, partition_tools_internal.partition_range[]) IS
    'Partitions within an adopted one, and what lies before, between and behind them, so that they cover it.';
