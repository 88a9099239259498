CREATE OR REPLACE FUNCTION partition_tools_internal.default_to_drain(
    p_key partition_tools_internal.table_key, p_default partition_tools_internal.partition_range,
    p_targets partition_tools_internal.partition_range[], p_as_of timestamptz)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_ranges text[] := '{}';
    t partition_tools_internal.partition_range;
BEGIN
    IF p_default.bytes = 0 OR NOT EXISTS (SELECT FROM unnest(p_targets) AS u WHERE u.lower <= p_as_of) THEN
        -- The job looks again, under its lock, and drains where there are rows of the future.
        RETURN false;
    END IF;
    FOR t IN SELECT u.* FROM unnest(p_targets) AS u ORDER BY u.lower LOOP
        v_ranges := v_ranges || ARRAY[ARRAY[t.lower_literal, t.upper_literal]];
    END LOOP;
    RETURN partition_tools_internal.default_holds(p_key.table_oid,
        (partition_tools_internal.default_partition(p_key.table_oid)).relid, v_ranges);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.default_to_drain(partition_tools_internal.table_key, partition_tools_internal.partition_range, partition_tools_internal.partition_range[], timestamptz) IS
    'Whether new partitions are to be drained from the default partition: not where that is empty or holds none of their rows, or where they all begin in the future.';

CREATE OR REPLACE FUNCTION partition_tools_internal.default_holds(p_table oid, p_default oid, p_ranges text[])
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_found boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM ONLY %s WHERE %s LIMIT 1)', p_default::regclass,
                   partition_tools_internal.ranges_predicate(partition_tools_internal.key_column(p_table),
                                                             partition_tools_internal.key_type_name(p_table), p_ranges)) INTO v_found;
    RETURN v_found;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.default_holds(oid, oid, text[]) IS
    'Whether the default partition holds rows of ranges {{lower, upper}, ...}, which come in order. Reads it until the first is found.';
