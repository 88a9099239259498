CREATE OR REPLACE FUNCTION partition_tools_internal.plan_move(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_operation partition_tools_internal.operation, p_as_of timestamptz)
RETURNS SETOF partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.action;
    r partition_tools_internal.partition_range;
BEGIN
    a.operation := p_operation.operation;
    a.action := 'move';
    a.strategy := partition_tools_internal.strategy_for('copy');
    a.access_exclusive_mode := p_operation.access_exclusive_mode;
    FOREACH r IN ARRAY partition_tools_internal.partitions_measured(coalesce(ARRAY(
        SELECT i FROM partition_tools_internal.plan_inside(p_key, p_ranges, p_operation, p_as_of) AS i
         WHERE NOT partition_tools_internal.plan_stored_as(i, p_operation)
         ORDER BY i.lower
         LIMIT p_operation.limit_operations), '{}'))
    LOOP
        a.sources := ARRAY[r];
        a.rows := r.rows;
        a.bytes := r.bytes;
        r.tablespace := coalesce(p_operation.tablespace, r.tablespace);
        r.with_param := p_operation.with_param;
        r.storage := r.storage || partition_tools_internal.storage_options(p_operation.with_param);
        r.planned := true;
        a.targets := ARRAY[r];
        RETURN NEXT a;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_move(partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.operation, timestamptz) IS
    'One action for each partition in the window that does not lie in the wanted tablespace with the wanted storage, oldest first.';

CREATE OR REPLACE FUNCTION partition_tools_internal.plan_stored_as(
    p_range partition_tools_internal.partition_range, p_operation partition_tools_internal.operation)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- A NULL tablespace of an existing partition means that its indexes lie elsewhere than its table.
    RETURN (p_operation.tablespace IS NULL OR p_operation.tablespace IS NOT DISTINCT FROM p_range.tablespace::text)
       -- The mark "toast." says that there is no TOAST table, which could have such options.
       AND NOT EXISTS (SELECT FROM unnest(partition_tools_internal.storage_options(p_operation.with_param)) AS o
                        WHERE o <> ALL (coalesce(p_range.storage, '{}'))
                          AND NOT (left(o, 6) = 'toast.' AND 'toast.' = ANY (p_range.storage)));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_stored_as(partition_tools_internal.partition_range, partition_tools_internal.operation) IS
    'Whether a partition already has the tablespace and the storage parameters that an operation asks for.';
