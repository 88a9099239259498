CREATE OR REPLACE FUNCTION partition_tools_internal.swap_lock(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table   oid := (SELECT j.table_oid FROM partition_tools_internal.job j WHERE j.job_id = p_job_id);
    v_sources oid[] := ARRAY(SELECT s.relid FROM partition_tools_internal.job_source s WHERE s.job_id = p_job_id ORDER BY s.relid);
    v_targets oid[] := ARRAY(SELECT t.relid FROM partition_tools_internal.job_target t WHERE t.job_id = p_job_id);
    -- Whether foreign keys go, those of a partition that is dropped, or those of a target that become the table's.
    v_drops   boolean := EXISTS (SELECT FROM pg_constraint AS k WHERE k.conrelid = ANY (v_targets) AND k.contype = 'f')
                         OR EXISTS (SELECT FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id AND j.action = 'unload' AND j.spec ->> 'cleanup_policy' = 'drop');
    v_leaves  oid[] := array_remove(v_sources || partition_tools_internal.other_default(p_job_id), NULL);
BEGIN
    PERFORM partition_tools_internal.lock_out_vacuum(v_leaves || v_targets);
    -- With a default partition the table itself, too: a row that is on its way to the default partition must not arrive there after the swap.
    -- DETACH and ATTACH lock what foreign keys refer to against writers; where keys go, against readers, too.
    PERFORM partition_tools_internal.lock_together(v_table, v_table || v_leaves, CASE WHEN v_leaves = '{}' THEN 'SHARE UPDATE EXCLUSIVE' ELSE 'ACCESS EXCLUSIVE' END,
        partition_tools_internal.referenced_tables(v_table || v_sources), CASE WHEN v_drops THEN 'ACCESS EXCLUSIVE' ELSE 'SHARE ROW EXCLUSIVE' END);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_lock(bigint) IS
    'Takes the locks of the swap, or of a detach, together within lock_timeout: the table, the partitions concerned, and what foreign keys refer to.';
