-- What the extensions aws_s3 and aws_commons of Amazon RDS look like to their callers, with files of the server for objects. They exist
-- nowhere else, so this is as near as a test comes. The setting test.fault makes them fail the way a store can: lost, refused.
CREATE SCHEMA aws_commons;
CREATE SCHEMA aws_s3;
CREATE TYPE aws_commons._s3_uri_1 AS (bucket text, file_path text, region text);

CREATE FUNCTION aws_commons.create_s3_uri(bucket text, file_path text, region text) RETURNS aws_commons._s3_uri_1
LANGUAGE sql AS $$ SELECT ROW($1, $2, $3)::aws_commons._s3_uri_1 $$;

CREATE FUNCTION aws_s3.file_of(uri aws_commons._s3_uri_1) RETURNS text
LANGUAGE sql AS $$ SELECT format('%s/%s_%s', current_setting('data_directory'), (uri).bucket, replace((uri).file_path, '/', '_')) $$;

CREATE FUNCTION aws_s3.query_export_to_s3(
    query text, s3_info aws_commons._s3_uri_1, kms_key text DEFAULT NULL, options text DEFAULT NULL,
    OUT rows_uploaded bigint, OUT files_uploaded bigint, OUT bytes_uploaded bigint)
LANGUAGE plpgsql AS $$
DECLARE
    v_fault text := current_setting('test.fault', true);
BEGIN
    IF v_fault = 'refused' THEN
        RAISE EXCEPTION 'could not upload to Amazon S3' USING DETAIL = 'Amazon S3 client returned ''Access Denied''.';
    END IF;
    -- What is large becomes two objects.
    EXECUTE format('COPY (SELECT * FROM (%s) AS q OFFSET %s) TO %L WITH (%s)', query, CASE v_fault WHEN 'lost' THEN 1 ELSE 0 END,
                   aws_s3.file_of(s3_info), options);
    GET DIAGNOSTICS rows_uploaded = ROW_COUNT;
    EXECUTE format('COPY (SELECT * FROM (%s) AS q LIMIT 0) TO %L WITH (%s)', query,
                   aws_s3.file_of(ROW((s3_info).bucket, (s3_info).file_path || '_part2', (s3_info).region)::aws_commons._s3_uri_1), options);
    files_uploaded := 2;
    bytes_uploaded := (pg_stat_file(aws_s3.file_of(s3_info))).size;
END
$$;

CREATE FUNCTION aws_s3.table_import_from_s3(table_name text, column_list text, options text, s3_info aws_commons._s3_uri_1) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('COPY %s (%s) FROM %L WITH %s', table_name, column_list, aws_s3.file_of(s3_info), options);
    RETURN 'imported';
END
$$;
