CREATE OR REPLACE FUNCTION partition_tools_internal.plan_apply(
    p_ranges partition_tools_internal.partition_range[], p_actions partition_tools_internal.action[])
RETURNS partition_tools_internal.partition_range[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_sources   partition_tools_internal.partition_range[];
    v_source_of int[];
    v_targets   partition_tools_internal.partition_range[];
    v_target_of int[];
BEGIN
    IF coalesce(array_length(p_actions, 1), 0) = 0 THEN
        RETURN p_ranges;
    END IF;
    SELECT array_agg(e.range), array_agg(e.number) INTO v_sources, v_source_of
      FROM (SELECT unnest((n.action).sources) AS range, n.number
              FROM (SELECT unnest(p_actions) AS action, generate_series(1, array_length(p_actions, 1)) AS number) AS n) AS e;
    SELECT array_agg(e.range), array_agg(e.number) INTO v_targets, v_target_of
      FROM (SELECT unnest((n.action).targets) AS range, n.number
              FROM (SELECT unnest(p_actions) AS action, generate_series(1, array_length(p_actions, 1)) AS number) AS n) AS e;
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
