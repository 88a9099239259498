CREATE OR REPLACE FUNCTION partition_tools_internal.default_estimates(
    p_key partition_tools_internal.table_key, p_default partition_tools_internal.partition_range,
    p_targets partition_tools_internal.partition_range[])
RETURNS partition_tools_internal.partition_range[]
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_type constant text := partition_tools_internal.key_type_name(p_key.table_oid);
    v_targets partition_tools_internal.partition_range[] := '{}';
    t partition_tools_internal.partition_range;
    v_default regclass := (SELECT b.relid FROM partition_tools_internal.partition_bounds(p_key.table_oid) AS b WHERE b.is_default);
    v_filter text := partition_tools_internal.row_filter('off');
    v_plan json;
BEGIN
    FOREACH t IN ARRAY p_targets LOOP
        -- The planner's own estimate, from its statistics of the key: no rows are read. VOLATILE only because EXPLAIN asks for it.
        EXECUTE format('EXPLAIN (FORMAT JSON) SELECT 1 FROM ONLY %s WHERE %s', v_default,
                       partition_tools_internal.range_predicate(p_key.column_name, c_type, t.lower_literal, t.upper_literal)) INTO v_plan;
        t.rows := (v_plan -> 0 -> 'Plan' ->> 'Plan Rows')::bigint;
        t.bytes := (p_default.bytes * least(1, t.rows::float8 / greatest(p_default.rows, 1)))::bigint;
        v_targets := v_targets || t;
    END LOOP;
    PERFORM partition_tools_internal.row_filter(v_filter);
    RETURN v_targets;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.default_estimates(partition_tools_internal.table_key, partition_tools_internal.partition_range, partition_tools_internal.partition_range[]) IS
    'The targets of a drain with the rows and bytes that the default partition is estimated to hold of each.';
