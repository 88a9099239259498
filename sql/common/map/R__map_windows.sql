CREATE OR REPLACE FUNCTION partition_tools_internal.map_windows(p_table regclass, p_operations json, p_as_of timestamptz)
RETURNS TABLE (ordinal int, operation text, granularity text, lower timestamptz, upper timestamptz, tablespace text, cleanup_policy text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET intervalstyle = 'postgres'
AS $$
DECLARE
    v_policy json := partition_tools_internal.policy_document(p_operations);
    v_key    partition_tools_internal.table_key;
BEGIN
    v_key := partition_tools_internal.table_key(p_table, v_policy);
    RETURN QUERY
        SELECT o.ordinal, o.operation, o.granularity::text, w.lower, w.upper, o.tablespace, o.cleanup_policy
          FROM partition_tools_internal.policy_operations(v_policy) AS o,
               partition_tools_internal.plan_window(v_key, o, partition_tools_internal.key_as_of(v_key, partition_tools_internal.policy_zone(v_policy), p_as_of)) AS w
         ORDER BY o.ordinal;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.map_windows(regclass, json, timestamptz) IS
    'The windows of a policy''s operations as points in time, at a reference time.';

CREATE OR REPLACE FUNCTION partition_tools_internal.map_windows_json(p_key partition_tools_internal.table_key, p_policy json, p_as_of timestamptz)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT json_agg(json_build_object('granularity', w.granularity, 'lower', w.lower::text, 'upper', w.upper::text))
              FROM partition_tools_internal.map_windows(p_key.table_oid, p_policy, p_as_of) AS w
             WHERE w.operation IN ('create_partitions', 'merge_partitions') AND w.granularity IS NOT NULL);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.map_windows_json(partition_tools_internal.table_key, json, timestamptz) IS
    'The windows that declare a granularity, to be looked up for each partition; NULL where none does.';
