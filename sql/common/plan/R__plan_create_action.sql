CREATE OR REPLACE FUNCTION partition_tools_internal.plan_create_action(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_targets partition_tools_internal.partition_range[], p_as_of timestamptz)
RETURNS partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.action;
    d partition_tools_internal.partition_range;
BEGIN
    a.operation := 'create_partitions';
    a.action := 'create';
    a.strategy := 'attach';
    a.sources := '{}';
    a.targets := p_targets;
    a.rows := 0;
    a.bytes := 0;
    SELECT * INTO d FROM unnest(p_ranges) AS r WHERE r.is_default;
    IF FOUND AND partition_tools_internal.default_to_drain(p_key, d, p_targets, p_as_of) THEN
        a.action := 'drain';
        a.strategy := partition_tools_internal.strategy_for('copy');
        a.sources := ARRAY[d];
        a.rows := d.rows;
        a.bytes := d.bytes;
        a.targets := partition_tools_internal.default_estimates(p_key, d, p_targets) || d;
    END IF;
    RETURN a;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_create_action(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.partition_range[], timestamptz) IS
    'How new partitions come to be: attached empty, or drained from the default partition where it holds, or may come to hold, rows of theirs.';
