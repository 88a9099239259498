CREATE OR REPLACE FUNCTION partition_tools_internal.default_try_free(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF partition_tools_internal.default_refuses(p_job_id) THEN
        PERFORM set_config('lock_timeout', partition_tools_internal.setting('lock_timeout', '300ms'), true);
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', partition_tools_internal.default_guarded(p_job_id)::regclass,
                       partition_tools_internal.stage_name(p_job_id, 'default'));
    END IF;
    RETURN true;
EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
    RETURN false;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.default_try_free(bigint) IS
    'As default_free, where a job stops that was to attach future partitions, so that the default partition takes their rows again; does not wait for the lock: false where it cannot be had.';

CREATE OR REPLACE FUNCTION partition_tools_internal.default_refuses(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN NOT EXISTS (SELECT FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id)
       AND partition_tools_internal.default_guarded(p_job_id) IS NOT NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.default_refuses(bigint) IS
    'Whether a default partition has the constraint of a job that attaches future partitions, and refuses their rows until the swap.';
