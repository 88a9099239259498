CREATE OR REPLACE FUNCTION partition_tools_internal.work_task(p_job_id bigint)
RETURNS json
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
DECLARE
    e partition_tools_internal.job_event;
    v_attempt int;
BEGIN
    IF coalesce((partition_tools_internal.job_latest(p_job_id)).phase, 'done') IN ('done', 'cancelled') THEN
        RETURN NULL;
    END IF;
    e := partition_tools_internal.work_check(p_job_id);
    IF e.phase = 'download' THEN
        RETURN partition_tools_internal.work_task_download(p_job_id);
    ELSIF e.phase <> 'upload' THEN
        RETURN NULL;
    END IF;
    SELECT coalesce(max((o.position ->> 'attempt')::int), 0) + 1 INTO v_attempt
      FROM partition_tools_internal.job_event AS o WHERE o.job_id = p_job_id;
    PERFORM partition_tools_internal.job_event_append(p_job_id, 'running', 'upload', -e.rows, json_build_object('attempt', v_attempt));
    RETURN partition_tools_internal.work_task_upload(p_job_id, v_attempt);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.work_task(bigint) IS
    'For a worker, after work_begin: what to do, as JSON; NULL where nothing is. Each call for an upload begins a new attempt.';

CREATE OR REPLACE FUNCTION partition_tools_internal.work_task_upload(p_job_id bigint, p_attempt int)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
DECLARE
    j partition_tools_internal.job;
    c partition_tools_internal.job_source;
    v partition_tools.s3_server;
BEGIN
    SELECT * INTO STRICT j FROM partition_tools_internal.job AS o WHERE o.job_id = p_job_id;
    SELECT * INTO STRICT c FROM partition_tools_internal.job_source AS o WHERE o.job_id = p_job_id;
    PERFORM partition_tools_internal.s3_server_check(j.spec ->> 's3_server_name', j.spec ->> 's3_bucket');
    SELECT * INTO v FROM partition_tools.s3_server AS o WHERE o.name = j.spec ->> 's3_server_name';
    RETURN (
        SELECT json_build_object(
                   'kind', 'upload', 'job_id', p_job_id, 'attempt', p_attempt,
                   -- Another database may write below the same prefix, and a schema that was installed anew counts jobs from 1.
                   'attempt_id', format('%s-%s-%s', to_char(clock_timestamp(), 'YYYYMMDD"T"HH24MISSMS'), p_job_id, p_attempt),
                   'server', row_to_json(v), 'bucket', partition_tools_internal.job_bucket(p_job_id),
                   'path', json_build_array(tn.nspname, t.relname, c.name),
                   'relation', format('%I.%I', n.nspname, l.relname), 'schema', tn.nspname, 'table', t.relname,
                   'partition_schema', n.nspname, 'partition', c.name,
                   'bounds', json_build_object(
                       'lower', nullif(partition_tools_internal.bound_instant(t.oid, c.lower_text, '-infinity'), '-infinity'),
                       'upper', nullif(partition_tools_internal.bound_instant(t.oid, c.upper_text, 'infinity'), 'infinity'),
                       'lower_text', c.lower_text, 'upper_text', c.upper_text,
                       'key_column', partition_tools_internal.key_column(t.oid), 'key_type', partition_tools_internal.key_type_name(t.oid)),
                   'columns', partition_tools_internal.archive_columns(l.oid), 'ddl', partition_tools_internal.archive_ddl(l.oid),
                   'estimated_rows', partition_tools_internal.row_estimate(l.reltuples, l.relpages, pg_relation_size(l.oid)),
                   'bytes', pg_relation_size(l.oid) + coalesce(pg_relation_size(nullif(l.reltoastrelid, 0)), 0),
                   'blocks', pg_relation_size(l.oid) / current_setting('block_size')::bigint,
                   'format', v.format, 'compression', v.compression)
          FROM pg_class l JOIN pg_namespace n ON n.oid = l.relnamespace, pg_class t JOIN pg_namespace tn ON tn.oid = t.relnamespace
         WHERE l.oid = c.relid AND t.oid = j.table_oid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.work_task_upload(bigint, int) IS
    'What a worker has to upload. PP070 where the server of the policy is gone.';
