CREATE OR REPLACE FUNCTION partition_tools_internal.default_to_drain(
    p_key partition_tools_internal.table_key, p_default partition_tools_internal.partition_range,
    p_targets partition_tools_internal.partition_range[], p_as_of timestamptz)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- Beyond this a copy of the default partition costs more than refusing it rows of the future for a while.
    c_large constant bigint := 1024 * 1024 * 1024;
BEGIN
    IF p_default.bytes = 0 THEN
        RETURN false;
    ELSIF p_default.bytes <= partition_tools_internal.small_default() THEN
        RETURN partition_tools_internal.default_holds(p_key, p_default, p_targets);
    ELSIF p_default.bytes <= c_large OR EXISTS (SELECT FROM unnest(p_targets) AS t WHERE t.lower <= p_as_of) THEN
        -- Rows of these partitions may come at any moment, and a constraint would refuse them until the swap.
        RETURN true;
    END IF;
    RETURN partition_tools_internal.default_holds(p_key, p_default, p_targets);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.default_to_drain(partition_tools_internal.table_key, partition_tools_internal.partition_range, partition_tools_internal.partition_range[], timestamptz) IS
    'Whether new partitions are to be drained from the default partition: not where that is empty, or is small and holds none of their rows, or is very large, holds none, and they all begin in the future.';

CREATE OR REPLACE FUNCTION partition_tools_internal.default_holds(
    p_key partition_tools_internal.table_key, p_default partition_tools_internal.partition_range,
    p_targets partition_tools_internal.partition_range[])
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
DECLARE
    v_relid oid := format('%I.%I', p_default.schema_name, p_default.name)::regclass;
    v_found boolean;
BEGIN
    IF p_default.bytes > partition_tools_internal.small_default() AND NOT EXISTS (
        SELECT FROM pg_index x JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0]
         WHERE x.indrelid = v_relid AND x.indisvalid AND x.indpred IS NULL AND a.attname = p_key.column_name)
    THEN
        -- The job finds out: it drains instead where it does.
        RETURN false;
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM ONLY %s WHERE %s)', v_relid::regclass,
                   partition_tools_internal.ranges_predicate(p_key.column_name, partition_tools_internal.key_type_name(p_key.table_oid),
                       ARRAY(SELECT ARRAY[t.lower_literal, t.upper_literal] FROM unnest(p_targets) AS t ORDER BY t.lower)))
       INTO v_found;
    RETURN v_found;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.default_holds(partition_tools_internal.table_key, partition_tools_internal.partition_range, partition_tools_internal.partition_range[]) IS
    'Whether the default partition holds rows of the targets, where an index on the key or a small size makes that quick to tell; else false.';
