CREATE OR REPLACE FUNCTION partition_tools_internal.work_progress(p_job_id bigint, p_rows bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    e partition_tools_internal.job_event;
BEGIN
    e := partition_tools_internal.work_check(p_job_id);
    PERFORM partition_tools_internal.job_event_append(p_job_id, 'running', e.phase, p_rows - e.rows, e.position);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.work_progress(bigint, bigint) IS
    'For a worker: how many rows of the present attempt it has written or read so far, for the view jobs. PP052 where the job is no longer its own, and it has to stop.';
