CREATE OR REPLACE PROCEDURE partition_tools_internal.work_failed(
    p_job_id bigint, p_sqlstate text, p_message text, p_detail text, p_hint text)
LANGUAGE plpgsql
AS $$
BEGIN
    COMMIT;
    IF partition_tools_internal.work_owned(p_job_id) THEN
        PERFORM partition_tools_internal.work_fail(p_job_id, p_sqlstate, p_message, p_detail, p_hint);
        COMMIT;
    END IF;
    PERFORM partition_tools_internal.locks_clean_up();
END
$$;
COMMENT ON PROCEDURE partition_tools_internal.work_failed(bigint, text, text, text, text) IS
    'For a worker: it could not do its part. Records the error, takes the trigger off the partition, and gives the locks back. Does nothing where the job has failed already, or is another session''s.';

CREATE OR REPLACE FUNCTION partition_tools_internal.work_fail(
    p_job_id bigint, p_sqlstate text, p_message text, p_detail text, p_hint text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    e partition_tools_internal.job_event;
BEGIN
    e := partition_tools_internal.job_latest(p_job_id);
    IF e.state <> 'running' THEN
        RETURN;
    ELSIF e.phase = 'upload' THEN
        e.phase := partition_tools_internal.undo_now_or_later(p_job_id);
        e.position := NULL;
    END IF;
    PERFORM partition_tools_internal.job_event_append(p_job_id, 'failed', e.phase, 0, e.position, coalesce(nullif(p_sqlstate, ''), 'PP074'), p_message,
        nullif(p_detail, ''), coalesce(nullif(p_hint, ''), partition_tools_internal.job_hint(p_job_id)));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.work_fail(bigint, text, text, text, text) IS
    'Records the error of a worker.';
