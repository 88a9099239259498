CREATE OR REPLACE FUNCTION partition_tools_internal.default_release(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_default oid := (SELECT k.conrelid FROM pg_constraint k WHERE k.contype = 'c' AND k.conname = partition_tools_internal.stage_name(p_job_id, 'default') LIMIT 1);
BEGIN
    IF EXISTS (SELECT FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id)
       OR v_default IS NULL
    THEN
        RETURN false;
    END IF;
    PERFORM set_config('lock_timeout', partition_tools_internal.setting('lock_timeout', '300ms'), true);
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', v_default::regclass, partition_tools_internal.stage_name(p_job_id, 'default'));
    RETURN true;
EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
    RETURN false;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.default_release(bigint) IS
    'When a job stops that was to attach future partitions: lets the default partition take their rows again. False where there is nothing to release, or the lock cannot be had.';
