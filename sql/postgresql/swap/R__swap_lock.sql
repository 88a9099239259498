CREATE OR REPLACE FUNCTION partition_tools_internal.swap_lock(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table   oid := (SELECT j.table_oid FROM partition_tools_internal.job j WHERE j.job_id = p_job_id);
    v_leaves  oid[] := ARRAY(SELECT s.relid FROM partition_tools_internal.job_source s WHERE s.job_id = p_job_id ORDER BY s.relid);
    v_default oid := partition_tools_internal.other_default(p_job_id);
    v_timeout int := (SELECT s.setting FROM pg_settings s WHERE s.name = 'lock_timeout');
    v_until   timestamptz;
    v_relid   oid;
BEGIN
    v_leaves := v_leaves || v_default;
    PERFORM partition_tools_internal.lock_out_vacuum(
        v_leaves || ARRAY(SELECT t.relid FROM partition_tools_internal.job_target t WHERE t.job_id = p_job_id));
    v_until := clock_timestamp() + v_timeout * interval '1 millisecond';
    -- The table before its partitions, as every statement through it locks them. With a default partition the table itself,
    -- too: a row that is on its way to the default partition must not arrive there after the swap.
    PERFORM partition_tools_internal.lock_table(
        v_table, CASE WHEN array_remove(v_leaves, NULL) = '{}' THEN 'SHARE UPDATE EXCLUSIVE' ELSE 'ACCESS EXCLUSIVE' END);
    FOREACH v_relid IN ARRAY array_remove(v_leaves, NULL) LOOP
        -- All of them within one lock_timeout: whoever came after us is waiting for the table already.
        IF v_timeout > 0 THEN
            PERFORM set_config('lock_timeout', greatest(1, ceil(extract(epoch FROM v_until - clock_timestamp()) * 1000))::int::text, true);
        END IF;
        PERFORM partition_tools_internal.lock_table(v_relid, 'ACCESS EXCLUSIVE');
    END LOOP;
    PERFORM set_config('lock_timeout', v_timeout::text, true);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_lock(bigint) IS
    'Takes the locks of the swap, together within lock_timeout.';
