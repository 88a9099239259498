CREATE OR REPLACE FUNCTION partition_tools_internal.work_loaded(p_job_id bigint, p_rows bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    e partition_tools_internal.job_event;
    s partition_tools_internal.step;
    v_rows bigint;
BEGIN
    e := partition_tools_internal.work_check(p_job_id);
    IF e.phase <> 'download' THEN
        RAISE EXCEPTION 'job % is not in phase download', p_job_id USING ERRCODE = 'PP052', HINT = 'Call work_begin and work_task first.';
    END IF;
    SELECT a.rows INTO v_rows FROM partition_tools_internal.job AS j
      JOIN partition_tools_internal.archive AS a ON a.archive_id = (j.spec ->> 'archive_id')::bigint WHERE j.job_id = p_job_id;
    IF p_rows IS DISTINCT FROM v_rows THEN
        RAISE EXCEPTION 'job % has loaded % rows, and the archive has %', p_job_id, p_rows, v_rows USING ERRCODE = 'PP072';
    END IF;
    s.rows := p_rows - e.rows;
    PERFORM partition_tools_internal.job_step_record(p_job_id, e.phase, s);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.work_loaded(bigint, bigint) IS
    'For a worker, in the transaction that loads the rows of an archive: they are in, and this is how many. PP072 where it is another number than was archived.';
