CREATE OR REPLACE PROCEDURE partition_tools_internal.work_done(p_job_id bigint, p_result json)
LANGUAGE plpgsql
AS $$
DECLARE
    v_state pg_catalog.text;
    v_message pg_catalog.text;
    v_detail pg_catalog.text;
    v_hint pg_catalog.text;
BEGIN
    -- First, so that inside a transaction block it fails before it has done anything.
    COMMIT;
    PERFORM partition_tools_internal.work_check(p_job_id);
    BEGIN
        PERFORM partition_tools_internal.work_record(p_job_id, p_result);
    EXCEPTION WHEN query_canceled OR OTHERS THEN
        GET STACKED DIAGNOSTICS v_state = RETURNED_SQLSTATE, v_message = MESSAGE_TEXT, v_detail = PG_EXCEPTION_DETAIL, v_hint = PG_EXCEPTION_HINT;
    END;
    IF v_state IS NOT NULL THEN
        CALL partition_tools_internal.job_fail(p_job_id, v_state, v_message, v_detail, v_hint);
    END IF;
    COMMIT;
    -- job_execute takes it again; the lock of the table stays.
    PERFORM pg_catalog.pg_advisory_unlock(1347702786, partition_tools_internal.job_lock_key(p_job_id));
    CALL partition_tools_internal.job_execute(p_job_id);
    PERFORM partition_tools_internal.table_unlock(p_job_id);
END
$$;
COMMENT ON PROCEDURE partition_tools_internal.work_done(bigint, json) IS
    'For a worker: its part is done and verified. Does what is left of the job, and gives its locks back. p_result of an upload: {"manifest": {...}, "rows": n, "bytes": n, "location": "s3://..."}; of a download: {}.';

CREATE OR REPLACE FUNCTION partition_tools_internal.work_record(p_job_id bigint, p_result json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    e partition_tools_internal.job_event;
    s partition_tools_internal.step;
    v_files bigint;
BEGIN
    e := partition_tools_internal.job_latest(p_job_id);
    IF e.phase = 'download' THEN
        RAISE EXCEPTION 'the worker of job % has not loaded anything', p_job_id
            USING ERRCODE = 'PP072', HINT = 'It has to call work_loaded in the transaction that loads the rows.';
    ELSIF e.phase <> 'upload' THEN
        RETURN;
    END IF;
    SELECT sum((f ->> 'rows')::bigint) INTO v_files FROM json_array_elements(p_result -> 'manifest' -> 'files') AS f;
    IF (p_result ->> 'rows')::bigint IS DISTINCT FROM v_files OR (p_result -> 'manifest' ->> 'rows')::bigint IS DISTINCT FROM v_files
       OR coalesce(p_result ->> 'location', '') = '' OR p_result ->> 'bytes' IS NULL THEN
        RAISE EXCEPTION 'the archive that job % has written is not complete', p_job_id
            USING ERRCODE = 'PP072', DETAIL = format('Rows read: %s; rows of the manifest: %s; rows of its files: %s; location: %s; bytes: %s.',
                p_result ->> 'rows', p_result -> 'manifest' ->> 'rows', v_files, p_result ->> 'location', p_result ->> 'bytes');
    END IF;
    s.rows := v_files - e.rows;
    s.position := json_build_object('attempt', e.position -> 'attempt', 'result', p_result,
        'definition', (SELECT partition_tools_internal.archive_definition(o.relid) FROM partition_tools_internal.job_source AS o WHERE o.job_id = p_job_id));
    PERFORM partition_tools_internal.job_step_record(p_job_id, e.phase, s);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.work_record(bigint, json) IS
    'Keeps what a worker has done, for the steps that follow. PP072 where the numbers of an archive do not agree.';
