CREATE OR REPLACE FUNCTION partition_tools_internal.phase_validate_default(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_default oid := partition_tools_internal.other_default(p_job_id);
BEGIN
    -- It may have been detached since phase prove.
    IF EXISTS (SELECT FROM pg_constraint AS k WHERE k.conrelid = v_default AND k.conname = partition_tools_internal.stage_name(p_job_id, 'default')) THEN
        EXECUTE format('ALTER TABLE %s VALIDATE CONSTRAINT %I', v_default::regclass, partition_tools_internal.stage_name(p_job_id, 'default'));
    END IF;
    RETURN s;
EXCEPTION WHEN check_violation THEN
    -- It holds rows of the new partitions after all: they are to be moved.
    RETURN partition_tools_internal.drain_instead(p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_validate_default(bigint) IS
    'Phase validate_default: reads the default partition once. Locks: SHARE UPDATE EXCLUSIVE on it; readers and writers go on.';

