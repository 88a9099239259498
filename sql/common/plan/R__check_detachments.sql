CREATE OR REPLACE FUNCTION partition_tools_internal.check_detachments(
    p_table regclass, p_ranges partition_tools_internal.partition_range[])
RETURNS TABLE (severity text, finding text, "partition" text, message text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r partition_tools_internal.partition_range;
    v_job bigint;
BEGIN
    FOREACH r IN ARRAY p_ranges LOOP
        CONTINUE WHEN 'detaching.' <> ALL (coalesce(r.storage, '{}'));
        v_job := partition_tools_internal.removing_job(p_table, r);
        RETURN QUERY SELECT 'error'::text, 'detach_pending'::text, r.name::text,
            format('a DETACH PARTITION ... CONCURRENTLY of %I has not ended: its rows are hidden, and its range can hold no other', r.name),
            CASE WHEN v_job IS NULL THEN format('Where nobody executes it any more: ALTER TABLE %s DETACH PARTITION %I.%I FINALIZE', p_table, r.schema_name, r.name)
                 ELSE format('Where nobody executes it any more, job %s finishes it: %s', v_job, partition_tools_internal.job_statement(v_job)) END;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_detachments(regclass, partition_tools_internal.partition_range[]) IS
    'What check_partitions says of partitions whose DETACH PARTITION ... CONCURRENTLY was interrupted.';
