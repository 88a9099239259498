CREATE OR REPLACE FUNCTION partition_tools_internal.swap_lock(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table   oid := (SELECT j.table_oid FROM partition_tools_internal.job j WHERE j.job_id = p_job_id);
    v_leaves  oid[] := ARRAY(SELECT s.relid FROM partition_tools_internal.job_source s WHERE s.job_id = p_job_id ORDER BY s.relid);
    v_default oid := partition_tools_internal.other_default(p_job_id);
    v_until   timestamptz;
BEGIN
    v_leaves := v_leaves || v_default;
    PERFORM partition_tools_internal.lock_out_vacuum(
        v_leaves || ARRAY(SELECT t.relid FROM partition_tools_internal.job_target t WHERE t.job_id = p_job_id));
    v_until := partition_tools_internal.lock_deadline();
    -- The table before its partitions, as every statement through it locks them. With a default partition the table itself,
    -- too: a row that is on its way to the default partition must not arrive there after the swap.
    PERFORM partition_tools_internal.lock_table(
        v_table, CASE WHEN array_remove(v_leaves, NULL) = '{}' THEN 'SHARE UPDATE EXCLUSIVE' ELSE 'ACCESS EXCLUSIVE' END);
    PERFORM partition_tools_internal.lock_tables_until(array_remove(v_leaves, NULL), v_until);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_lock(bigint) IS
    'Takes the locks of the swap, together within lock_timeout.';
