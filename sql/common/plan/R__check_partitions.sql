CREATE OR REPLACE FUNCTION partition_tools.check_partitions(
    p_table regclass, p_operations json, p_as_of timestamptz DEFAULT now())
RETURNS TABLE (severity text, finding text, "partition" text, message text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_policy json := partition_tools_internal.policy_document(p_operations);
    v_key    partition_tools_internal.table_key;
    v_ranges partition_tools_internal.partition_range[];
    v_zone   text := partition_tools_internal.policy_zone(v_policy);
    a partition_tools_internal.action;
    v_refused text;
    v_hint text;
    r partition_tools_internal.partition_range;
    v_targets text;
BEGIN
    PERFORM partition_tools_internal.partition_by_check(p_table, v_policy);
    IF partition_tools_internal.table_to_convert(p_table, v_policy) THEN
        RETURN QUERY SELECT f.* FROM partition_tools_internal.check_convert(p_table, v_policy, p_as_of) AS f;
        RETURN;
    END IF;
    v_key := partition_tools_internal.table_key(p_table, v_policy);
    v_ranges := coalesce(ARRAY(SELECT l FROM partition_tools_internal.partition_list(v_key) AS l), '{}');

    FOR a IN SELECT p.* FROM partition_tools_internal.plan_actions(p_table, v_policy, p_as_of) AS p LOOP
        v_targets := array_to_string(ARRAY(SELECT partition_tools_internal.range_text(t) FROM unnest(a.targets) AS t), ', ');
        RETURN QUERY SELECT 'error'::text, 'not_in_shape'::text, v_targets,
            format('%s is due: %s partition(s) to %s, about %s rows', a.action, greatest(cardinality(a.targets), cardinality(a.sources)), a.operation, a.rows), 'Run the policy.'::text;
        SELECT p.refused, p.hint INTO v_refused, v_hint FROM partition_tools_internal.action_properties(p_table, a) AS p;
        IF v_refused IS NOT NULL THEN
            RETURN QUERY SELECT 'error'::text, 'refused'::text, v_targets, format('%s will fail with %s', a.action, v_refused), v_hint;
        END IF;
    END LOOP;

    IF partition_tools_internal.kept_until(p_table) > p_as_of THEN
        RETURN QUERY SELECT 'info'::text, 'kept_source'::text, NULL::text,
            format('the plain table that %s was is kept until %s: until then nothing is deleted or unloaded', p_table, partition_tools_internal.kept_until(p_table)),
            'partition_tools.finish drops it, partition_tools.revert switches back to it.'::text;
    END IF;
    RETURN QUERY
        SELECT f.* FROM partition_tools_internal.policy_operations(v_policy) AS o,
                        partition_tools_internal.check_unload(v_key, v_ranges, o, partition_tools_internal.key_as_of(v_key, v_zone, p_as_of)) AS f
         WHERE o.operation = 'unload_to_s3_partitions';

    RETURN QUERY
        SELECT 'error'::text, 'detach_pending'::text, l.name::text,
               format('a DETACH PARTITION ... CONCURRENTLY of %I has not ended: its rows are hidden, and its range can hold no other', l.name),
               format('Where nobody executes it any more: ALTER TABLE %s DETACH PARTITION %I.%I FINALIZE', p_table, l.schema_name, l.name)
          FROM unnest(v_ranges) AS l WHERE 'detaching.' = ANY (l.storage);

    RETURN QUERY
        SELECT u.severity, 'unfinished_job'::text, NULL::text, u.message, u.hint FROM partition_tools_internal.unfinished_jobs(p_table) AS u;
    RETURN QUERY SELECT f.* FROM partition_tools_internal.publication_findings(p_table, v_policy) AS f;

    FOR r IN SELECT l.* FROM unnest(v_ranges) AS l WHERE l.is_default AND l.bytes > 0 LOOP
        RETURN QUERY SELECT 'warning'::text, 'rows_in_default'::text, r.name::text,
            format('the default partition holds about %s rows (%s)', r.rows, pg_size_pretty(r.bytes)),
            'Add or widen a create_partitions operation so that its windows cover these rows.'::text;
    END LOOP;

    RETURN QUERY
        SELECT 'warning'::text, 'gap'::text, NULL::text, format('no partition covers [%s, %s)', g.upper AT TIME ZONE v_key.zone, g.next_lower AT TIME ZONE v_key.zone),
               'Cover the range by a create_partitions operation; windows of different granularity need to overlap by one coarse partition.'::text
          FROM (SELECT l.upper, lead(l.lower) OVER (ORDER BY l.lower) AS next_lower
                  FROM unnest(v_ranges) AS l WHERE NOT l.is_default) AS g
         WHERE g.next_lower > g.upper;

    IF NOT EXISTS (SELECT FROM unnest(v_ranges) AS l WHERE NOT l.is_default AND 'detaching.' <> ALL (coalesce(l.storage, '{}')) AND l.upper > partition_tools_internal.key_as_of(v_key, v_zone, p_as_of)) THEN
        RETURN QUERY SELECT 'error'::text, 'no_current_partition'::text, NULL::text,
            format('no partition takes the rows of %s and later', p_as_of AT TIME ZONE v_zone), 'Run create_partitions.'::text;
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools.check_partitions(regclass, json, timestamptz) IS
'What is wrong with the partitions of a table, measured by its policy; no rows where nothing is. Changes nothing.

p_table, p_operations, p_as_of: as for plan.

Result: one row for each finding. severity: error, warning, or info, which needs nobody. finding: not_in_shape (an action of plan is due), refused (that action would fail, because its sources contradict each other), rows_in_default, gap (between two partitions), no_current_partition, detach_pending (an interrupted DETACH CONCURRENTLY), unfinished_job (error: one that stopped and has left a trigger or tables; warning: pending for more than a day), unknown_server (to be unloaded to), empty_partition (which an unload leaves alone), publication (jobs would stop its subscribers). hint: what to do.

Errors: as plan.';
