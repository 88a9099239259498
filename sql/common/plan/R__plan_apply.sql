CREATE OR REPLACE FUNCTION partition_tools_internal.plan_apply(
    p_ranges partition_tools_internal.partition_range[], p_action partition_tools_internal.action)
RETURNS partition_tools_internal.partition_range[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Greenplum 6 makes NULL of an ARRAY(SELECT ...) without rows, here and elsewhere.
    RETURN coalesce(ARRAY(
        SELECT r FROM unnest(p_ranges) AS r
         WHERE NOT EXISTS (SELECT FROM unnest(p_action.sources) AS s
                            WHERE s.schema_name = r.schema_name AND s.name = r.name)
        UNION ALL
        SELECT t FROM unnest(p_action.targets) AS t
    ), '{}');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_apply(partition_tools_internal.partition_range[], partition_tools_internal.action) IS
    'The partitions as they will stand after an action, so that the next operation of the policy is planned on its result.';
