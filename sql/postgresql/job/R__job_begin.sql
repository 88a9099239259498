CREATE OR REPLACE FUNCTION partition_tools_internal.job_begin(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    e partition_tools_internal.job_event;
BEGIN
    e := partition_tools_internal.job_latest(p_job_id);
    PERFORM partition_tools_internal.job_event_append(
        p_job_id, 'running', partition_tools_internal.job_phase(p_job_id), 0, e.position);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_begin(bigint) IS
    'Records that this session takes a job up, where it was left.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_progress_text(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT format('job %s: %s of %s: %s', j.job_id, j.action, j.table_name,
                          CASE e.phase WHEN 'done' THEN format('done, %s rows in %s', e.rows, e.elapsed) ELSE replace(e.phase, '_', ' ') END)
              FROM partition_tools_internal.job AS j, partition_tools_internal.job_latest(j.job_id) AS e
             WHERE j.job_id = p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_progress_text(bigint) IS 'One line on where a job stands.';
