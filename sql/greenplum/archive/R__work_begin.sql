-- The worker's protocol is that of PostgreSQL, in one transaction: the worker commits after work_done, and rolls back where
-- anything fails, which leaves the table as it was. Writers of the table wait while it is unloaded; readers go on.

CREATE OR REPLACE FUNCTION partition_tools_internal.work_begin(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET optimizer = off
AS $$
DECLARE
    v_job  partition_tools_internal.job;
    v_leaf partition_tools_internal.leaf;
BEGIN
    IF NOT partition_tools_internal.job_to_do(p_job_id) THEN
        RETURN;
    END IF;
    PERFORM partition_tools_internal.job_lock(p_job_id);
    SELECT * INTO v_job FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id;
    -- Who cancels a job holds this lock until that is committed.
    PERFORM pg_advisory_xact_lock(1347702786, partition_tools_internal.job_lock_key(p_job_id));
    IF NOT partition_tools_internal.job_to_do(p_job_id) THEN
        RETURN;
    END IF;
    IF v_job.action = 'restore' THEN
        PERFORM partition_tools_internal.job_event_append(p_job_id, 'running', 'download', 0,
            json_build_object('relation', partition_tools_internal.restore_prepare(v_job)));
        RETURN;
    END IF;
    PERFORM partition_tools_internal.lock_writers(v_job);
    v_leaf := partition_tools_internal.unload_source(v_job);
    IF partition_tools_internal.relation_filled(v_leaf.relid) THEN
        PERFORM partition_tools_internal.job_event_append(p_job_id, 'running', 'upload');
    ELSE
        RAISE NOTICE 'partition % is empty: there is nothing to unload, and it stays', v_leaf.relid::regclass;
        PERFORM partition_tools_internal.job_event_append(p_job_id, 'completed', 'done');
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.work_begin(bigint) IS
    'For a worker: takes a job up as start does, and stops at what only a worker can do. The transaction keeps the locks on the table: SHARE ROW EXCLUSIVE for an unload, ACCESS SHARE for a restore.';

CREATE OR REPLACE FUNCTION partition_tools_internal.work_task(p_job_id bigint)
RETURNS json
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET optimizer = off SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
DECLARE
    e partition_tools_internal.job_event;
    j partition_tools_internal.job;
BEGIN
    e := partition_tools_internal.job_latest(p_job_id);
    SELECT * INTO j FROM partition_tools_internal.job AS o WHERE o.job_id = p_job_id;
    RETURN CASE e.phase WHEN 'upload' THEN partition_tools_internal.work_task_upload(j)
                        WHEN 'download' THEN partition_tools_internal.work_task_download(j, (e.position ->> 'relation')::oid) END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.work_task(bigint) IS
    'For a worker, after work_begin: what to do, as JSON; NULL where nothing is.';

CREATE OR REPLACE FUNCTION partition_tools_internal.work_task_upload(p_job partition_tools_internal.job)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
DECLARE
    v_leaf   partition_tools_internal.leaf;
    v_server partition_tools.s3_server;
BEGIN
    v_leaf := partition_tools_internal.unload_source(p_job);
    SELECT * INTO v_server FROM partition_tools.s3_server AS s WHERE s.name = p_job.spec ->> 's3_server_name';
    RETURN (
        SELECT json_build_object(
                   'kind', 'upload', 'job_id', p_job.job_id, 'attempt', 1,
                   'attempt_id', format('%s-%s-1', to_char(clock_timestamp(), 'YYYYMMDD"T"HH24MISSMS'), p_job.job_id),
                   'server', row_to_json(v_server), 'bucket', partition_tools_internal.job_bucket(p_job.job_id),
                   'path', json_build_array(n.nspname, t.relname, v_leaf.name),
                   'relation', format('%I.%I', ln.nspname, l.relname), 'schema', n.nspname, 'table', t.relname,
                   'partition_schema', ln.nspname, 'partition', v_leaf.name,
                   'bounds', json_build_object(
                       'lower', nullif(partition_tools_internal.bound_instant(t.oid, v_leaf.lower_text, '-infinity'), '-infinity'),
                       'upper', nullif(partition_tools_internal.bound_instant(t.oid, v_leaf.upper_text, 'infinity'), 'infinity'),
                       'lower_text', v_leaf.lower_text, 'upper_text', v_leaf.upper_text,
                       'key_column', partition_tools_internal.key_column(t.oid), 'key_type', partition_tools_internal.key_type_name(t.oid)),
                   'columns', partition_tools_internal.archive_columns(l.oid), 'ddl', partition_tools_internal.archive_ddl(l.oid),
                   'estimated_rows', partition_tools_internal.row_estimate(l.reltuples, l.relpages, pg_relation_size(l.oid)),
                   'bytes', pg_relation_size(l.oid), 'blocks', 0,
                   'segments', (SELECT count(*) FROM gp_segment_configuration g WHERE g.role = 'p' AND g.content >= 0),
                   'format', v_server.format, 'compression', v_server.compression)
          FROM pg_class l JOIN pg_namespace ln ON ln.oid = l.relnamespace, pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace
         WHERE l.oid = v_leaf.relid AND t.oid = p_job.table_oid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.work_task_upload(partition_tools_internal.job) IS
    'What a worker has to upload. segments: rows can be read by gp_segment_id, from 0 to one less.';

CREATE OR REPLACE FUNCTION partition_tools_internal.work_task_download(p_job partition_tools_internal.job, p_relid oid)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
DECLARE
    a partition_tools_internal.archive;
BEGIN
    a := partition_tools_internal.job_archive(p_job);
    PERFORM partition_tools_internal.s3_server_check(a.server, a.bucket);
    RETURN (
        SELECT json_build_object(
                   'kind', 'download', 'job_id', p_job.job_id, 'archive_id', a.archive_id, 'server', row_to_json(v), 'bucket', a.bucket,
                   'location', a.location, 'manifest', a.manifest, 'rows', a.rows,
                   'relation', format('%I.%I', n.nspname, c.relname), 'columns', a.definition -> 'columns')
          FROM partition_tools.s3_server AS v, pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE v.name = a.server AND c.oid = p_relid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.work_task_download(partition_tools_internal.job, oid) IS
    'What a worker has to download. PP070 where the server of the archive is no longer known.';

CREATE OR REPLACE FUNCTION partition_tools_internal.work_progress(p_job_id bigint, p_rows bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Nobody else would see it before the job commits.
    PERFORM partition_tools_internal.work_check(p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.work_progress(bigint, bigint) IS
    'For a worker: how many rows it has written or read so far. PP052 where the job is not its own.';

CREATE OR REPLACE FUNCTION partition_tools_internal.work_check(p_job_id bigint)
RETURNS partition_tools_internal.job_event
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    e partition_tools_internal.job_event;
BEGIN
    e := partition_tools_internal.job_latest(p_job_id);
    IF e.state IS DISTINCT FROM 'running' OR e.pid <> pg_backend_pid() THEN
        RAISE EXCEPTION 'this session does not work on job %', p_job_id
            USING ERRCODE = 'PP052', HINT = format('SELECT partition_tools_internal.work_begin(%s) first, in the same transaction.', p_job_id);
    END IF;
    RETURN e;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.work_check(bigint) IS
    'The latest event of a job that this session works on. PP052 where it does not.';

CREATE OR REPLACE FUNCTION partition_tools_internal.work_loaded(p_job_id bigint, p_rows bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET optimizer = off
AS $$
DECLARE
    e partition_tools_internal.job_event;
    j partition_tools_internal.job;
BEGIN
    e := partition_tools_internal.work_check(p_job_id);
    SELECT * INTO j FROM partition_tools_internal.job AS o WHERE o.job_id = p_job_id;
    IF p_rows IS DISTINCT FROM (partition_tools_internal.job_archive(j)).rows THEN
        RAISE EXCEPTION 'job % has loaded % rows, and the archive has %', p_job_id, p_rows, (partition_tools_internal.job_archive(j)).rows USING ERRCODE = 'PP072';
    END IF;
    PERFORM partition_tools_internal.job_event_append(p_job_id, 'running', 'attach', p_rows, e.position);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.work_loaded(bigint, bigint) IS
    'For a worker: the rows of an archive are in, and this is how many. PP072 where it is another number than was archived.';

CREATE OR REPLACE FUNCTION partition_tools_internal.work_done(p_job_id bigint, p_result json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET optimizer = off
AS $$
DECLARE
    e partition_tools_internal.job_event;
    j partition_tools_internal.job;
    v_position json;
BEGIN
    e := partition_tools_internal.work_check(p_job_id);
    SELECT * INTO j FROM partition_tools_internal.job AS o WHERE o.job_id = p_job_id;
    IF e.phase = 'attach' THEN
        v_position := partition_tools_internal.restore_finish(j, (e.position ->> 'relation')::oid);
        PERFORM partition_tools_internal.job_event_append(p_job_id, 'completed', 'done', 0, v_position);
    ELSIF e.phase = 'upload' THEN
        v_position := partition_tools_internal.unload_finish(j, p_result);
        PERFORM partition_tools_internal.job_event_append(p_job_id, 'completed', 'done', (p_result ->> 'rows')::bigint, v_position);
    ELSE
        RAISE EXCEPTION 'the worker of job % has not loaded anything', p_job_id
            USING ERRCODE = 'PP072', HINT = 'It has to call work_loaded in the transaction that loads the rows.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.work_done(bigint, json) IS
    'For a worker: its part is done and verified. Does what is left of the job; the worker commits. p_result of an upload: {"manifest": {...}, "rows": n, "bytes": n, "location": "s3://..."}; of a download: {}.';

CREATE OR REPLACE FUNCTION partition_tools_internal.unload_finish(p_job partition_tools_internal.job, p_result json)
RETURNS json
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_leaf  partition_tools_internal.leaf;
    v_files bigint;
    v_since timestamptz;
BEGIN
    v_leaf := partition_tools_internal.unload_source(p_job);
    SELECT sum((f ->> 'rows')::bigint) INTO v_files FROM json_array_elements(p_result -> 'manifest' -> 'files') AS f;
    IF (p_result ->> 'rows')::bigint IS DISTINCT FROM v_files OR (p_result -> 'manifest' ->> 'rows')::bigint IS DISTINCT FROM v_files
       OR coalesce(p_result ->> 'location', '') = '' OR (p_result ->> 'bytes') IS NULL THEN
        RAISE EXCEPTION 'the archive that job % has written is not complete', p_job.job_id
            USING ERRCODE = 'PP072', DETAIL = format('Rows read: %s; rows of the manifest: %s; rows of its files: %s; location: %s; bytes: %s.',
                p_result ->> 'rows', p_result -> 'manifest' ->> 'rows', v_files, p_result ->> 'location', p_result ->> 'bytes');
    END IF;
    v_since := partition_tools_internal.lock_all(p_job);
    PERFORM partition_tools_internal.archive_record(p_job, v_leaf, p_result);
    PERFORM partition_tools_internal.unload_replace(p_job, v_leaf, NULL);
    RETURN partition_tools_internal.locked_position(v_since);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unload_finish(partition_tools_internal.job, json) IS
    'Takes a partition that a worker has archived off its table. PP072 where the numbers of the archive do not agree. Returns how long the table was locked.';

CREATE OR REPLACE FUNCTION partition_tools_internal.work_failed(
    p_job_id bigint, p_sqlstate text, p_message text, p_detail text, p_hint text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.job_failed(p_job_id, p_sqlstate, p_message, p_detail,
        coalesce(nullif(p_hint, ''), 'The table is intact. When the cause is removed: partition-tools work tries again.'));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.work_failed(bigint, text, text, text, text) IS
    'For a worker, after it has rolled back: records why it could not do its part.';
