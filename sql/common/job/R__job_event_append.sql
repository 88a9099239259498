CREATE OR REPLACE FUNCTION partition_tools_internal.job_event_append(
    p_job_id bigint, p_state text, p_phase text, p_rows bigint DEFAULT 0, p_position json DEFAULT NULL,
    p_sqlstate text DEFAULT NULL, p_message text DEFAULT NULL, p_detail text DEFAULT NULL, p_hint text DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    e partition_tools_internal.job_event;
    v_filter text;
    -- Assigned: within the INSERT Greenplum would ask a segment, and start another process there for it.
    v_event_id bigint := nextval('partition_tools_internal.job_event_event_id_seq');
    v_now      timestamptz;
    v_rows     bigint;
    v_elapsed  interval;
BEGIN
    e := partition_tools_internal.job_latest(p_job_id);
    v_now := clock_timestamp();
    v_rows := coalesce(e.rows, 0) + p_rows;
    -- Only the time between two events of one attempt counts, not the pause before a resume.
    v_elapsed := coalesce(e.elapsed, '0') + CASE WHEN e.state = 'running' AND e.pid = pg_backend_pid() THEN v_now - e.at ELSE '0' END;
    -- A step turns row security off, lest rows of the table be hidden from it; events have a policy of ours.
    v_filter := partition_tools_internal.row_filter('on');
    INSERT INTO partition_tools_internal.job_event
        (event_id, job_id, at, state, phase, rows, elapsed, position, sqlstate, message, error_detail, hint)
    VALUES (v_event_id, p_job_id, v_now, p_state, p_phase, v_rows, v_elapsed, p_position, p_sqlstate, p_message, p_detail, p_hint);
    PERFORM partition_tools_internal.row_filter(v_filter);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_event_append(bigint, text, text, bigint, json, text, text, text, text) IS
    'Records what a job has just done, in the transaction that did it: its state, the phase that comes next, rows moved since the last event, and an error if there was one.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_latest(p_job_id bigint)
RETURNS partition_tools_internal.job_event
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    e partition_tools_internal.job_event;
    v_filter text := partition_tools_internal.row_filter('on');
BEGIN
    SELECT * INTO e FROM partition_tools_internal.job_event AS l
     WHERE l.job_id = p_job_id ORDER BY l.event_id DESC LIMIT 1;
    PERFORM partition_tools_internal.row_filter(v_filter);
    RETURN e;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_latest(bigint) IS
    'The latest event of a job, which is its state; all NULL where it has not been started.';
