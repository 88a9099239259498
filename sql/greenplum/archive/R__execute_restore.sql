CREATE OR REPLACE FUNCTION partition_tools_internal.execute_restore(p_job_id bigint)
RETURNS partition_tools_internal.work
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
DECLARE
    v_job partition_tools_internal.job;
    v_relid oid;
    w partition_tools_internal.work;
BEGIN
    SELECT * INTO v_job FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id;
    v_relid := partition_tools_internal.restore_prepare(v_job);
    w.rows := partition_tools_internal.external_load(v_job, v_relid);
    w.position := partition_tools_internal.restore_finish(v_job, v_relid);
    RETURN w;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.execute_restore(bigint) IS
    'Brings back an archive that the engine itself has written. Locks: ACCESS SHARE on the table while it reads the archive (readers and writers go on), SHARE ROW EXCLUSIVE while it looks whether the range is free still, then ACCESS EXCLUSIVE for the change of the catalogue; none for a table of its own.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_archive(p_job partition_tools_internal.job)
RETURNS partition_tools_internal.archive
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.archive;
BEGIN
    SELECT * INTO STRICT a FROM partition_tools_internal.archive AS o WHERE o.archive_id = (p_job.spec ->> 'archive_id')::bigint;
    RETURN a;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_archive(partition_tools_internal.job) IS 'The archive that a job restores.';

CREATE OR REPLACE FUNCTION partition_tools_internal.restore_prepare(p_job partition_tools_internal.job)
RETURNS oid
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
DECLARE
    a partition_tools_internal.archive;
    v_targets partition_tools_internal.leaf[];
BEGIN
    a := partition_tools_internal.job_archive(p_job);
    IF (p_job.spec ->> 'as_table') IS NOT NULL THEN
        EXECUTE format('CREATE TABLE %I.%I (%s) WITH (appendonly = false) DISTRIBUTED RANDOMLY', p_job.spec ->> 'schema', p_job.spec ->> 'name',
                       partition_tools_internal.archive_column_types(a));
        RETURN format('%I.%I', p_job.spec ->> 'schema', p_job.spec ->> 'name')::regclass::oid;
    ELSIF NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = p_job.table_oid) THEN
        RAISE EXCEPTION 'the table % of job % is gone', p_job.table_name, p_job.job_id
            USING ERRCODE = 'PP073', HINT = 'Cancel the job, and restore the archive as a table of its own: p_as_table.';
    END IF;
    -- The definition of the table stays as it is until the end. That the range is free is looked for again there.
    PERFORM partition_tools_internal.lock_tables(ARRAY[p_job.table_oid], 'ACCESS SHARE');
    v_targets := partition_tools_internal.job_targets(p_job, '{}');
    PERFORM partition_tools_internal.check_restore(p_job, a, v_targets);
    RETURN partition_tools_internal.stage_tables(p_job, v_targets);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.restore_prepare(partition_tools_internal.job) IS
    'Makes the table that an archive is loaded into: one whose only partition has the bounds of the archive, or one of its own. PP073 where it cannot be a partition.';

CREATE OR REPLACE FUNCTION partition_tools_internal.restore_finish(p_job partition_tools_internal.job, p_relid oid)
RETURNS json
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = error SET gp_enable_exchange_default_partition = on
AS $$
DECLARE
    v_external oid;
    t partition_tools_internal.leaf;
    v_since    timestamptz;
    v_position json;
    v_shape    text;
BEGIN
    IF (p_job.spec ->> 'as_table') IS NULL THEN
        SELECT o.* INTO t FROM unnest(partition_tools_internal.stage_release(p_job, p_relid, partition_tools_internal.job_targets(p_job, '{}'))) AS o;
        v_shape := partition_tools_internal.leaf_shape(p_job.table_oid);
        PERFORM partition_tools_internal.build_targets(p_job, '{}', ARRAY[t]);
        v_since := partition_tools_internal.restore_lock(p_job, ARRAY[t]);
        IF partition_tools_internal.leaf_shape(p_job.table_oid) <> v_shape THEN
            -- All else that alters a table waits for ACCESS SHARE, CREATE INDEX does not.
            RAISE EXCEPTION 'indexes of % have been changed while archive % was read', p_job.table_name, p_job.spec ->> 'archive_id'
                USING ERRCODE = 'PP041', HINT = format('Nothing is changed. Start job %s again.', p_job.job_id);
        END IF;
        v_external := partition_tools_internal.restore_external(p_job.table_oid, t);
        IF v_external IS NULL THEN
            PERFORM partition_tools_internal.swap(p_job, '{}', ARRAY[t]);
        ELSE
            PERFORM partition_tools_internal.exchange(p_job.table_oid, v_external, t.relid);
            EXECUTE format('DROP EXTERNAL TABLE %s', v_external::regclass);
            PERFORM partition_tools_internal.swap_names(p_job, ARRAY[t]);
        END IF;
        v_position := partition_tools_internal.locked_position(v_since);
    END IF;
    INSERT INTO partition_tools_internal.archive_restore (archive_id, job_id, relation)
    VALUES ((p_job.spec ->> 'archive_id')::bigint, p_job.job_id, coalesce(t.relid, p_relid)::regclass::text);
    RETURN v_position;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.restore_finish(partition_tools_internal.job, oid) IS
    'Makes a partition of what an archive was loaded into; the external table that answered for it goes. Returns how long the table was locked.';

CREATE OR REPLACE FUNCTION partition_tools_internal.restore_lock(p_job partition_tools_internal.job, p_targets partition_tools_internal.leaf[])
RETURNS timestamptz
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_until constant timestamptz := clock_timestamp() + partition_tools_internal.lock_patience();
    v_since timestamptz;
BEGIN
    LOOP
        BEGIN
            v_since := partition_tools_internal.lock_writers(p_job);
            PERFORM partition_tools_internal.check_restore(p_job, partition_tools_internal.job_archive(p_job), p_targets);
            RETURN coalesce(v_since, partition_tools_internal.lock_all(p_job, c_until));
        EXCEPTION WHEN SQLSTATE 'PP046' THEN
            -- These locks are free again, for those who have waited to write; what was read of the archive stays.
            RAISE NOTICE 'job % waits: %', p_job.job_id, SQLERRM;
        END;
        PERFORM pg_sleep(5 * (0.5 + random()));
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.restore_lock(partition_tools_internal.job, partition_tools_internal.leaf[]) IS
    'Locks out everybody from the table that gets a partition back, when its range is free, and returns since when. Gives way to writers after partition_tools.writer_patience, and tries again. PP073 where the range has been taken meanwhile.';

CREATE OR REPLACE FUNCTION partition_tools_internal.restore_external(p_table oid, p_target partition_tools_internal.leaf)
RETURNS oid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT b.relid FROM partition_tools_internal.partition_bounds(p_table) AS b JOIN pg_class c ON c.oid = b.relid
             WHERE c.relstorage = 'x' AND b.lower_text IS NOT DISTINCT FROM p_target.lower_text AND b.upper_text IS NOT DISTINCT FROM p_target.upper_text
               AND NOT b.is_default);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.restore_external(oid, partition_tools_internal.leaf) IS
    'The external partition in the very range of a target; NULL where there is none.';

CREATE OR REPLACE FUNCTION partition_tools_internal.check_restore(
    p_job partition_tools_internal.job, p_archive partition_tools_internal.archive, p_targets partition_tools_internal.leaf[])
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_default oid := (partition_tools_internal.default_partition(p_job.table_oid)).relid;
    v_taken   oid;
    v_gone    text;
BEGIN
    SELECT b.relid INTO v_taken FROM partition_tools_internal.partition_bounds(p_job.table_oid) AS b
     WHERE NOT b.is_default AND partition_tools_internal.leaves_overlap(p_job.table_oid, p_targets[1],
               (SELECT (NULL, NULL, b.lower_text, b.upper_text, false, NULL, NULL, NULL)::partition_tools_internal.leaf))
       AND b.relid IS DISTINCT FROM partition_tools_internal.restore_external(p_job.table_oid, p_targets[1])
     LIMIT 1;
    IF v_taken IS NOT NULL THEN
        RAISE EXCEPTION 'the range of archive % is taken by %', p_archive.archive_id, v_taken::regclass
            USING ERRCODE = 'PP073', HINT = format('Drop or detach that partition, and start the job again; or cancel job %s, and restore the archive as a table of its own: p_as_table.', p_job.job_id);
    ELSIF v_default IS NOT NULL AND partition_tools_internal.default_holds(p_job.table_oid, v_default, partition_tools_internal.leaf_ranges(p_targets)) THEN
        -- To put them together with the archive might double rows that somebody has brought back by hand.
        RAISE EXCEPTION 'the default partition of % holds rows in the range of the archive', p_job.table_name
            USING ERRCODE = 'PP073', DETAIL = 'They may or may not be the same rows.',
                  HINT = format('Move or delete them, and start job %s again; or cancel it, and restore the archive as a table of its own: p_as_table.', p_job.job_id);
    END IF;
    SELECT string_agg(quote_ident(c ->> 'name'), ', ') INTO v_gone FROM json_array_elements(p_archive.definition -> 'columns') AS c
     WHERE NOT EXISTS (SELECT FROM pg_attribute t WHERE t.attrelid = p_job.table_oid AND t.attname = c ->> 'name' AND NOT t.attisdropped);
    IF v_gone IS NOT NULL THEN
        RAISE EXCEPTION 'archive % has columns that % has no more: %', p_archive.archive_id, p_job.table_name, v_gone
            USING ERRCODE = 'PP073', HINT = format('Cancel job %s, and restore the archive as a table of its own: p_as_table.', p_job.job_id);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_restore(partition_tools_internal.job, partition_tools_internal.archive, partition_tools_internal.leaf[]) IS
    'Makes sure, before anything is read, that an archive can be a partition of its table. PP073 where it cannot.';

CREATE OR REPLACE FUNCTION partition_tools_internal.archive_column_types(p_archive partition_tools_internal.archive)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT string_agg(format('%I %s', p_archive.definition -> 'columns' -> i ->> 'name', p_archive.definition -> 'columns' -> i ->> 'type'), ', ' ORDER BY i)
              FROM generate_series(0, json_array_length(p_archive.definition -> 'columns') - 1) AS i);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.archive_column_types(partition_tools_internal.archive) IS
    'The columns of an archive with their types, as CREATE TABLE wants them.';

CREATE OR REPLACE FUNCTION partition_tools_internal.external_load(p_job partition_tools_internal.job, p_relid oid)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
DECLARE
    a partition_tools_internal.archive;
    v_server  partition_tools.s3_server;
    v_columns text;
    v_reader  oid;
    v_read    record;
    v_rows    bigint;
BEGIN
    a := partition_tools_internal.job_archive(p_job);
    v_columns := (SELECT string_agg(quote_ident(a.definition -> 'columns' -> i ->> 'name'), ', ' ORDER BY i)
                    FROM generate_series(0, json_array_length(a.definition -> 'columns') - 1) AS i);
    PERFORM partition_tools_internal.s3_server_check(a.server, a.bucket);
    SELECT * INTO v_server FROM partition_tools.s3_server AS s WHERE s.name = a.server;
    -- The server may have another writer by now, and another compression; only without one could versions that did not note it read what they had written.
    v_server.writer := a.writer;
    v_server.compression := coalesce(a.manifest ->> 'compression', 'none');
    v_reader := partition_tools_internal.external_create(p_job, v_server, a.location, false, partition_tools_internal.archive_column_types(a));
    EXECUTE format('INSERT INTO %s (%s) SELECT %2$s FROM %s', p_relid::regclass, v_columns, v_reader::regclass);
    GET DIAGNOSTICS v_rows = ROW_COUNT;
    v_read := partition_tools_internal.migration_checksum(partition_tools_internal.exact_columns(v_reader), p_relid::regclass::text, 'true');
    IF v_rows <> a.rows OR v_read.rows <> a.rows
       OR (a.manifest ->> 'hash') = partition_tools_internal.migration_hash() AND v_read.checksum::text <> (a.manifest ->> 'checksum') THEN
        RAISE EXCEPTION 'archive % is not what was written: %', a.archive_id, a.location
            USING ERRCODE = 'PP072', DETAIL = format('%s rows (checksum %s) were archived, %s rows (checksum %s) were read.', a.rows, a.manifest ->> 'checksum', v_read.rows, v_read.checksum);
    END IF;
    EXECUTE format('DROP EXTERNAL TABLE %s', v_reader::regclass);
    RETURN v_rows;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.external_load(partition_tools_internal.job, oid) IS
    'Reads an archive through an external table, and returns the number of its rows. PP072 where number or content are not what was archived.';
