CREATE OR REPLACE FUNCTION partition_tools_internal.phase_upload(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    -- A job is found in this phase only where its worker is gone: what changed since its snapshot is captured, and would
    -- fail the next attempt, which has a snapshot of its own.
    s.back_to := 'undo';
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_upload(bigint) IS
    'Phase upload: a worker''s, from work_begin to work_done. Taken up again, the job begins anew. Locks: none; the worker''s are ACCESS SHARE on the partition.';
