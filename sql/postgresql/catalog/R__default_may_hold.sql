CREATE OR REPLACE FUNCTION partition_tools_internal.default_may_hold(
    p_key partition_tools_internal.table_key, p_default partition_tools_internal.partition_range,
    p_targets partition_tools_internal.partition_range[])
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET row_security = off
AS $$
DECLARE
    c_small constant bigint := 64 * 1024 * 1024;
    v_relid oid := format('%I.%I', p_default.schema_name, p_default.name)::regclass;
    v_found boolean;
BEGIN
    IF p_default.bytes = 0 THEN
        RETURN false;
    ELSIF p_default.bytes > c_small AND NOT EXISTS (
        SELECT FROM pg_index x JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0]
         WHERE x.indrelid = v_relid AND x.indisvalid AND x.indpred IS NULL AND a.attname = p_key.column_name)
    THEN
        RETURN true;
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM ONLY %s WHERE %s)', v_relid::regclass,
                   partition_tools_internal.ranges_predicate(p_key.column_name, partition_tools_internal.key_type_name(p_key.table_oid),
                       ARRAY(SELECT ARRAY[t.lower_literal, t.upper_literal] FROM unnest(p_targets) AS t ORDER BY t.lower)))
       INTO v_found;
    RETURN v_found;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.default_may_hold(partition_tools_internal.table_key, partition_tools_internal.partition_range, partition_tools_internal.partition_range[]) IS
    'Whether the default partition holds rows that belong into the targets. Looked up where an index on the key or a small size makes that quick; otherwise true, and the job finds out.';
