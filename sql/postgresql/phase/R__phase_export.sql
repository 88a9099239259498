CREATE OR REPLACE FUNCTION partition_tools_internal.phase_export(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
-- The text of a value must not depend on the session that writes it.
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET intervalstyle = 'postgres' SET extra_float_digits = 3 SET bytea_output = 'hex'
AS $$
DECLARE
    s partition_tools_internal.step;
    v_leaf    regclass := (SELECT c.relid FROM partition_tools_internal.job_source AS c WHERE c.job_id = p_job_id);
    v_columns text := (SELECT string_agg(quote_ident(n), ', ' ORDER BY o) FROM partition_tools_internal.job_context AS c, unnest(c.columns) WITH ORDINALITY AS u(n, o)
                        WHERE c.job_id = p_job_id);
    v_bucket  text := partition_tools_internal.job_bucket(p_job_id);
    v_attempt int := (SELECT count(*) FROM partition_tools_internal.job_events(p_job_id) AS e WHERE e.phase = 'export');
    v_region  text;
    v_key     text;
    v_done    record;
BEGIN
    PERFORM partition_tools_internal.aws_s3_check();
    v_region := (SELECT coalesce(v.region, 'us-east-1') FROM partition_tools_internal.job AS j
                   JOIN partition_tools.s3_server AS v ON v.name = j.spec ->> 's3_server_name' WHERE j.job_id = p_job_id);
    v_key := partition_tools_internal.aws_s3_key(p_job_id, v_attempt) || '/part-00000.csv';
    EXECUTE 'SELECT * FROM aws_s3.query_export_to_s3($1, aws_commons.create_s3_uri($2, $3, $4), options := $5)'
       INTO v_done USING format('SELECT %s FROM ONLY %s', v_columns, v_leaf), v_bucket, v_key, v_region, 'format csv';
    PERFORM partition_tools_internal.export_verify(p_job_id, v_leaf, v_columns, v_bucket, v_key, v_done.files_uploaded::int, v_region);
    s.rows := v_done.rows_uploaded;
    s.position := json_build_object('attempt', v_attempt, 'definition', partition_tools_internal.archive_definition(v_leaf),
        'result', json_build_object('rows', v_done.rows_uploaded, 'bytes', v_done.bytes_uploaded, 'location', format('s3://%s/%s', v_bucket, v_key),
            'manifest', json_build_object('format_version', 1, 'writer', 'aws_s3', 'format', 'csv', 'compression', 'none', 'key', v_key, 'parts', v_done.files_uploaded,
                'region', v_region, 'rows', v_done.rows_uploaded, 'columns', partition_tools_internal.archive_columns(v_leaf))));
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_export(bigint) IS
    'Phase export, with the writer aws_s3: the server writes the partition to S3, reads it back into a table, and compares. Locks: ACCESS SHARE on the partition.';

CREATE OR REPLACE FUNCTION partition_tools_internal.export_verify(
    p_job_id bigint, p_leaf regclass, p_columns text, p_bucket text, p_key text, p_files int, p_region text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table text := format('partition_tools_stage.%I', partition_tools_internal.stage_name(p_job_id, 'check'));
BEGIN
    EXECUTE format('CREATE UNLOGGED TABLE %s (LIKE %s)', v_table, p_leaf);
    PERFORM partition_tools_internal.aws_s3_load(v_table::regclass, p_columns, p_bucket, p_key, p_files, p_region);
    PERFORM partition_tools_internal.archive_compare(p_leaf, v_table::regclass, p_columns, format('s3://%s/%s', p_bucket, p_key),
        'The partition is as it was. Start the job again: it writes everything anew. The objects of this attempt are of no use.');
    EXECUTE format('DROP TABLE %s', v_table);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.export_verify(bigint, regclass, text, text, text, int, text) IS
    'Reads what was exported into a table, and compares number and content of the rows with the partition. PP072 where they differ.';

CREATE OR REPLACE FUNCTION partition_tools_internal.phase_import(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET intervalstyle = 'postgres' SET extra_float_digits = 3 SET bytea_output = 'hex'
AS $$
DECLARE
    s partition_tools_internal.step;
    a partition_tools_internal.archive;
    v_table   regclass := (SELECT t.relid FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id);
    v_columns text;
    v_rows    bigint;
BEGIN
    PERFORM partition_tools_internal.aws_s3_check();
    SELECT r.* INTO STRICT a FROM partition_tools_internal.job AS j
      JOIN partition_tools_internal.archive AS r ON r.archive_id = (j.spec ->> 'archive_id')::bigint WHERE j.job_id = p_job_id;
    v_columns := (SELECT string_agg(quote_ident(c ->> 'name'), ', ') FROM json_array_elements(a.definition -> 'columns') AS c);
    PERFORM partition_tools_internal.aws_s3_load(v_table, v_columns, a.bucket, a.manifest ->> 'key', (a.manifest ->> 'parts')::int, a.manifest ->> 'region');
    EXECUTE format('SELECT count(*) FROM %s', v_table) INTO v_rows;
    IF v_rows <> a.rows THEN
        RAISE EXCEPTION 'job % has loaded % rows, and the archive has %', p_job_id, v_rows, a.rows USING ERRCODE = 'PP072';
    END IF;
    s.rows := v_rows;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_import(bigint) IS
    'Phase import, with the writer aws_s3: the server reads an archive into the staging table. PP072 where it has another number of rows than was archived. Locks: none on the table.';
