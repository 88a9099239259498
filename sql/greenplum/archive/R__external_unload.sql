CREATE OR REPLACE FUNCTION partition_tools_internal.external_unload(
    p_job partition_tools_internal.job, p_leaf partition_tools_internal.leaf)
RETURNS json
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
DECLARE
    v_server   partition_tools.s3_server;
    v_location text;
    v_columns  text := partition_tools_internal.exact_columns(p_job.table_oid);
    v_writer   oid;
    v_reader   oid;
    v_read     record;
BEGIN
    SELECT * INTO v_server FROM partition_tools.s3_server AS s WHERE s.name = p_job.spec ->> 's3_server_name';
    v_location := partition_tools_internal.external_folder(p_job, p_leaf, v_server);
    -- Like the table, not the partition: the columns of a partition can stand in another order.
    v_writer := partition_tools_internal.external_create(p_job, v_server, v_location, true, partition_tools_internal.text_columns(p_job.table_oid));
    EXECUTE format('INSERT INTO %s SELECT %s FROM ONLY %s', v_writer::regclass, v_columns, p_leaf.relid::regclass);
    v_reader := partition_tools_internal.external_create(p_job, v_server, v_location, false, 'LIKE ' || p_job.table_oid::regclass);
    -- What the server said it had written is no proof: a protocol may fail when it closes its objects, and only warn.
    v_read := partition_tools_internal.archive_compare(p_leaf.relid::regclass, v_reader::regclass, v_columns, v_location,
        'The partition is as it was, and the objects of this attempt are of no use. '
        || CASE v_server.writer WHEN 's3' THEN
               'A warning before this error, and the log of the segments, say what the protocol s3 ran into. Where it is "You must specify at least one part" (of completeMultiPart), the protocol was built with a libcurl that it is too old for: doc/unload.md; until it is mended, use writer pxf or client.'
           ELSE 'The log of PXF says what it ran into; it has to run with -Dfile.encoding=UTF-8.' END
        || ' Start the job again when it is mended.');
    EXECUTE format('DROP EXTERNAL TABLE %s', v_writer::regclass);
    IF v_server.keep_external THEN
        EXECUTE format('ALTER EXTERNAL TABLE %s OWNER TO %I', v_reader::regclass, (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = p_job.table_oid));
    ELSE
        EXECUTE format('DROP EXTERNAL TABLE %s', v_reader::regclass);
        v_reader := NULL;
    END IF;
    RETURN json_build_object('location', v_location, 'rows', v_read.rows, 'bytes', 0, 'external', v_reader, 'manifest', json_build_object(
        'format_version', 1, 'writer', v_server.writer, 'format', 'csv',
        -- What the protocol s3 does is in its own file.
        'compression', CASE v_server.writer WHEN 'pxf' THEN v_server.compression END, 'location', v_location, 'rows', v_read.rows,
        'hash', partition_tools_internal.migration_hash(), 'checksum', v_read.checksum::text, 'columns', partition_tools_internal.archive_columns(p_leaf.relid)));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.external_unload(partition_tools_internal.job, partition_tools_internal.leaf) IS
    'Writes a partition through a writable external table into a folder of its own, reads it back and compares number and content of the rows. Returns location, rows and manifest, and as external the readable table, where it is to stay. PP072 where what was read differs.';

CREATE OR REPLACE FUNCTION partition_tools_internal.external_create(
    p_job partition_tools_internal.job, p_server partition_tools.s3_server, p_location text, p_writable boolean, p_columns text)
RETURNS oid
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
DECLARE
    v_name text := format('%I.%I', coalesce((SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = p_job.table_oid),
                                            p_job.spec ->> 'schema'),
                          partition_tools_internal.stage_name(p_job.job_id, CASE WHEN p_writable THEN 'write' ELSE 'read' END));
BEGIN
    EXECUTE format($f$CREATE %s EXTERNAL TABLE %s (%s) LOCATION (%L) FORMAT 'CSV' (DELIMITER ',' NULL '' QUOTE '"' ESCAPE '"') ENCODING 'UTF8'$f$,
                   CASE WHEN p_writable THEN 'WRITABLE' ELSE 'READABLE' END, v_name, p_columns,
                   partition_tools_internal.external_location(p_server, p_location, p_writable));
    RETURN v_name::regclass::oid;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.external_create(partition_tools_internal.job, partition_tools.s3_server, text, boolean, text) IS
    'Makes an external table, to write or to read a folder.';

CREATE OR REPLACE FUNCTION partition_tools_internal.external_location(p_server partition_tools.s3_server, p_location text, p_writable boolean)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_path text := regexp_replace(p_location, '^s3://', '');
BEGIN
    IF p_server.writer = 's3' THEN
        RETURN format('s3://%s/%s/ config=%s', coalesce(regexp_replace(p_server.endpoint, '^https?://|/+$', '', 'g'), 's3.amazonaws.com'), v_path, p_server.config)
               || coalesce(' region=' || p_server.region, '');
    END IF;
    -- s3:text unpacks, and cuts large objects into pieces unless they are packed: a value of several lines would be cut, too.
    -- s3:text:multi reads each object in one piece, but unpacks nothing, and takes a carriage return for the end of a line (check_external_values).
    RETURN format('pxf://%s?PROFILE=s3:text%s&SERVER=%s', v_path, CASE WHEN p_writable OR p_server.compression <> 'none' THEN '' ELSE ':multi' END,
                  coalesce(p_server.config, p_server.name))
           || CASE WHEN p_writable AND p_server.compression <> 'none' THEN '&COMPRESSION_CODEC=' || p_server.compression ELSE '' END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.external_location(partition_tools.s3_server, text, boolean) IS
    'The LOCATION of an external table: for writer s3 the protocol of gpcloud, for pxf that of the Platform Extension Framework, with the profile that reads what was written with the server''s compression. Credentials are in the files that these read.';

CREATE OR REPLACE FUNCTION partition_tools_internal.check_external_values(p_job partition_tools_internal.job, p_leaf partition_tools_internal.leaf)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_server  constant text := p_job.spec ->> 's3_server_name';
    v_columns text;
BEGIN
    IF NOT EXISTS (SELECT FROM partition_tools.s3_server AS s WHERE s.name = c_server AND s.writer = 'pxf' AND s.compression = 'none') THEN
        RETURN;
    END IF;
    -- Numbers, times, addresses and the like have none, however they are written.
    SELECT string_agg(format('CASE WHEN bool_or(strpos(%1$I::text, chr(13)) > 0) THEN %2$L END', a.attname, quote_ident(a.attname)), ', ' ORDER BY a.attnum) INTO v_columns
      FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
     WHERE a.attrelid = p_leaf.relid AND a.attnum > 0 AND NOT a.attisdropped AND t.typcategory NOT IN ('B', 'N', 'D', 'T', 'I', 'V', 'G')
       AND t.typname NOT IN ('bytea', 'uuid');
    IF v_columns IS NOT NULL THEN
        EXECUTE format('SELECT nullif(concat_ws(%L, %s), %L) FROM ONLY %s', ', ', v_columns, '', p_leaf.relid::regclass) INTO v_columns;
    END IF;
    IF v_columns IS NOT NULL THEN
        RAISE EXCEPTION 'partition % has values that PXF cannot read back from objects without compression', p_leaf.relid::regclass
            USING ERRCODE = 'PP076', DETAIL = format('Carriage returns in: %s. The only profile that reads such objects in one piece takes them for ends of lines.', v_columns),
                  HINT = format('UPDATE partition_tools.s3_server SET compression = %L WHERE name = %L; then start the job again.', 'gzip', c_server);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_external_values(partition_tools_internal.job, partition_tools_internal.leaf) IS
    'Makes sure, before anything is written, that every value will be read back as it is. PP076 where PXF is to write without compression, and a value has a carriage return; the partition is read for that.';

CREATE OR REPLACE FUNCTION partition_tools_internal.external_folder(
    p_job partition_tools_internal.job, p_leaf partition_tools_internal.leaf, p_server partition_tools.s3_server)
RETURNS text
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_parts text[];
BEGIN
    SELECT ARRAY[n.nspname::text, c.relname::text, p_leaf.name::text,
                 -- A folder for each attempt: what a failed one has left is never read as part of another.
                 to_char(clock_timestamp(), 'YYYYMMDD"T"HH24MISSMS') || '-' || p_job.job_id] INTO v_parts
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = p_job.table_oid;
    RETURN format('s3://%s/%s%s', coalesce(p_job.spec ->> 's3_bucket', p_server.bucket),
        CASE WHEN p_server.prefix = '' THEN '' ELSE rtrim(p_server.prefix, '/') || '/' END,
        -- The protocols take no character of their own syntax; the attempt keeps apart what looks the same then.
        (SELECT string_agg(regexp_replace(v_parts[i], '[^A-Za-z0-9._-]', '_', 'g'), '/' ORDER BY i) FROM generate_subscripts(v_parts, 1) AS i));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.external_folder(partition_tools_internal.job, partition_tools_internal.leaf, partition_tools.s3_server) IS
    'The folder that a job writes to at this attempt: bucket, prefix, schema, table, partition, time and job.';
