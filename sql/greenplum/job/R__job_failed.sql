CREATE OR REPLACE FUNCTION partition_tools_internal.job_failed(
    p_job_id bigint, p_sqlstate text, p_message text, p_detail text, p_hint text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id)
       AND coalesce((partition_tools_internal.job_latest(p_job_id)).state, 'pending') NOT IN ('completed', 'cancelled')
    THEN
        PERFORM partition_tools_internal.job_event_append(p_job_id, 'failed', 'execute', 0, NULL, p_sqlstate, p_message, nullif(p_detail, ''),
            coalesce(nullif(p_hint, ''), format('The table is intact. When the cause is removed: SELECT partition_tools.start(%s).', p_job_id)));
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_failed(bigint, text, text, text, text) IS
    'Records the error of a job that is not finished. For whoever called start: what the job had recorded was rolled back with it.';
