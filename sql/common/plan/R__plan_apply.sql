CREATE OR REPLACE FUNCTION partition_tools_internal.plan_apply(
    p_ranges partition_tools_internal.partition_range[], p_actions partition_tools_internal.action[])
RETURNS partition_tools_internal.partition_range[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_sources partition_tools_internal.partition_range[] := '{}';
    v_source_of int[] := '{}';
    v_targets partition_tools_internal.partition_range[] := '{}';
    v_target_of int[] := '{}';
    v_number int := 0;
    a partition_tools_internal.action;
BEGIN
    FOREACH a IN ARRAY p_actions LOOP
        v_number := v_number + 1;
        v_sources := v_sources || a.sources;
        v_source_of := v_source_of || (SELECT array_agg(v_number) FROM unnest(a.sources));
        v_targets := v_targets || a.targets;
        v_target_of := v_target_of || (SELECT array_agg(v_number) FROM unnest(a.targets));
    END LOOP;
    -- Greenplum 6 makes NULL of an ARRAY(SELECT ...) without rows, here and elsewhere.
    RETURN coalesce(ARRAY(
        SELECT r FROM unnest(p_ranges) AS r
         WHERE NOT EXISTS (SELECT FROM unnest(v_sources) AS s WHERE s.schema_name = r.schema_name AND s.name = r.name)
        UNION ALL
        -- What one makes, another of them may take.
        SELECT t.range FROM (SELECT unnest(v_targets) AS range, unnest(v_target_of) AS number) AS t
         WHERE NOT EXISTS (SELECT FROM (SELECT unnest(v_sources) AS range, unnest(v_source_of) AS number) AS s
                            WHERE (s.range).schema_name = (t.range).schema_name AND (s.range).name = (t.range).name AND s.number > t.number)
    ), '{}');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_apply(partition_tools_internal.partition_range[], partition_tools_internal.action[]) IS
    'The partitions as they will stand after some actions, in order, so that the next operation of the policy is planned on their result.';
