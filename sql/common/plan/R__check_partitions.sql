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
    v_ops    partition_tools_internal.operation[];
    v_actions partition_tools_internal.action[];
    v_as_of  timestamptz;
    v_removal record;
    r partition_tools_internal.partition_range;
BEGIN
    IF (v_policy ->> 'partition_by') IS NOT NULL AND partition_tools_internal.key_column(p_table) <> (v_policy ->> 'partition_by')::name THEN
        -- What the policy says of partitions by another column says nothing of these.
        RETURN QUERY SELECT 'error'::text, 'partition_by'::text, NULL::text,
            format('%s is partitioned by %I, and the policy says %I', p_table, partition_tools_internal.key_column(p_table), v_policy ->> 'partition_by'),
            'Correct partition_by in the policy.'::text;
        RETURN;
    END IF;
    IF partition_tools_internal.table_to_convert(p_table, v_policy) THEN
        RETURN QUERY SELECT f.* FROM partition_tools_internal.check_convert(p_table, v_policy, p_as_of) AS f;
        -- Not within the routine above, as refusals are not.
        RETURN QUERY SELECT u.severity, 'unfinished_job'::text, NULL::text, u.message, u.hint FROM partition_tools_internal.unfinished_jobs(p_table) AS u;
        RETURN;
    END IF;
    v_key := partition_tools_internal.table_key(p_table, v_policy);
    v_ranges := coalesce(ARRAY(SELECT l FROM partition_tools_internal.partition_list(v_key) AS l), '{}');

    v_as_of := partition_tools_internal.key_as_of(v_key, v_zone, p_as_of);
    v_ops := coalesce(ARRAY(SELECT o FROM partition_tools_internal.policy_operations(v_policy) AS o), '{}');
    v_actions := coalesce(ARRAY(SELECT p FROM partition_tools_internal.plan_actions(p_table, v_policy, p_as_of, v_ranges) AS p), '{}');

    RETURN QUERY SELECT f.* FROM partition_tools_internal.check_actions(p_table, v_key, v_actions) AS f;
    v_removal := partition_tools_internal.cleanup_refusal(p_table, v_policy, p_as_of, v_actions, v_ranges);
    IF v_removal.code IS NOT NULL THEN
        RETURN QUERY SELECT 'error'::text, 'refused'::text, (SELECT string_agg(s.name, ', ' ORDER BY s.lower) FROM unnest(v_actions) AS d, unnest(d.sources) AS s WHERE d.action IN ('drop', 'detach')),
            format('the removal of partitions will fail with %s: %s', v_removal.code, v_removal.message), v_removal.hint;
    END IF;
    RETURN QUERY SELECT f.* FROM partition_tools_internal.check_granularity(v_key, v_ranges, v_ops, v_as_of) AS f;
    RETURN QUERY SELECT f.* FROM partition_tools_internal.sequence_findings(p_table) AS f;

    IF partition_tools_internal.kept_until(p_table) > p_as_of THEN
        RETURN QUERY SELECT 'info'::text, 'kept_source'::text, NULL::text,
            format('the plain table that %s was is kept until %s: until then nothing is deleted or unloaded', p_table, partition_tools_internal.kept_until(p_table)),
            'partition_tools.finish drops it, partition_tools.revert switches back to it.'::text;
    END IF;
    RETURN QUERY
        SELECT f.* FROM unnest(v_ops) AS o,
                        partition_tools_internal.check_unload(v_key, v_ranges, o, v_as_of) AS f
         WHERE o.operation = 'unload_to_s3_partitions';

    RETURN QUERY SELECT f.* FROM partition_tools_internal.check_detachments(p_table, v_ranges) AS f;
    RETURN QUERY
        SELECT u.severity, 'unfinished_job'::text, NULL::text, u.message, u.hint FROM partition_tools_internal.unfinished_jobs(p_table) AS u;
    RETURN QUERY SELECT f.* FROM partition_tools_internal.publication_findings(p_table, v_policy) AS f;

    FOR r IN SELECT l.* FROM unnest(v_ranges) AS l WHERE l.is_default AND l.bytes > 0 LOOP
        RETURN QUERY SELECT 'warning'::text, 'rows_in_default'::text, r.name::text,
            format('the default partition holds about %s rows (%s)%s', r.rows, pg_size_pretty(r.bytes), ', ' || partition_tools_internal.default_span(v_key, r)),
            'Add or widen a create_partitions operation so that its windows cover these rows.'::text;
    END LOOP;

    RETURN QUERY SELECT f.* FROM partition_tools_internal.check_coverage(v_key, v_ranges, v_as_of, p_as_of AT TIME ZONE v_zone) AS f;
-- Nothing is caught: it is raised again. But within a block that could catch an error Greenplum does not send each setting that a routine makes to its segments.
EXCEPTION WHEN no_data_found THEN
    RAISE;
END
$$;
COMMENT ON FUNCTION partition_tools.check_partitions(regclass, json, timestamptz) IS
'What is wrong with the partitions of a table, measured by its policy; no rows where nothing is. Changes nothing.

p_table, p_operations, p_as_of: as for plan.

Result: one row for each finding. severity: error, warning, or info, which needs nobody. partition: the partitions that it is about. finding: not_in_shape (an action of plan is due), missing (a partition that a create operation declares), name_taken (by a table that is no partition; hint: how to attach it, where it fits), refused (an action would fail, because its sources contradict each other, or because it would remove what it should not), granularity (a partition within the windows of the policy that is none of its calendar), surplus (one beyond all of them), partition_by (the table is partitioned by another column), sequence_near_end (of an identity or serial column), rows_in_default (and from when to when they are, where that is quickly told), gap (between two partitions), no_current_partition, detach_pending (an interrupted DETACH CONCURRENTLY), unfinished_job (error: one that stopped and has left a trigger or tables; warning: pending for more than a day), unknown_server (to be unloaded to), empty_partition (which an unload leaves alone), publication (jobs would stop its subscribers). hint: what to do.

Errors: as plan.';
