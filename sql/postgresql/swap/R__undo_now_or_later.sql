CREATE OR REPLACE FUNCTION partition_tools_internal.undo_now_or_later(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM set_config('lock_timeout', partition_tools_internal.setting('lock_timeout', '300ms'), true);
    PERFORM partition_tools_internal.job_undo(p_job_id);
    RETURN partition_tools_internal.phase_after(p_job_id, NULL);
EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
    RETURN 'undo';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.undo_now_or_later(bigint) IS
    'When what a job has copied is of no use: undoes it at once, where the lock can be had, so that writers do not pay for nothing. Returns the phase in which the job begins anew: undo where that is still to come.';
