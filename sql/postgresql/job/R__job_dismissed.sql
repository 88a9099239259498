CREATE OR REPLACE FUNCTION partition_tools_internal.job_dismissed(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Nothing is to be undone, so the table need not be locked, which a worker may be busy with for hours. The lock of the
    -- job makes whoever begins it now see that it is cancelled.
    IF pg_try_advisory_xact_lock(1347702786, partition_tools_internal.job_lock_key(p_job_id)) AND partition_tools_internal.job_waits(p_job_id)
       AND (partition_tools_internal.job_latest(p_job_id)).state IS NULL THEN
        PERFORM partition_tools_internal.job_event_append(p_job_id, 'cancelled', 'cancelled', 0, NULL, NULL, 'cancelled');
        RETURN true;
    END IF;
    RETURN false;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_dismissed(bigint) IS
    'Cancels a job that waits for a worker and has never been begun; false where there is more to do.';
