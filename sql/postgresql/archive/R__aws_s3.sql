-- The extension aws_s3 of Amazon RDS and Aurora: the server itself writes and reads objects, with the role of the instance.
-- Documented at docs.aws.amazon.com, "Exporting data from an Aurora PostgreSQL DB cluster to Amazon S3".

CREATE OR REPLACE FUNCTION partition_tools_internal.aws_s3_check()
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'aws_s3' AND p.proname = 'query_export_to_s3') THEN
        RAISE EXCEPTION 'the extension aws_s3 is not installed in this database'
            USING ERRCODE = 'PP030', HINT = 'CREATE EXTENSION aws_s3 CASCADE, on Amazon RDS or Aurora; elsewhere use the writer client.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.aws_s3_check() IS 'PP030 where the extension aws_s3 is not there.';

CREATE OR REPLACE FUNCTION partition_tools_internal.aws_s3_key(p_job_id bigint, p_attempt int)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_server partition_tools.s3_server;
    v_parts  text[];
BEGIN
    SELECT s.* INTO v_server FROM partition_tools_internal.job AS j JOIN partition_tools.s3_server AS s ON s.name = j.spec ->> 's3_server_name'
     WHERE j.job_id = p_job_id;
    SELECT ARRAY[n.nspname, c.relname, s.name, format('%s-%s-%s', to_char(clock_timestamp(), 'YYYYMMDD"T"HH24MISSMS'), p_job_id, p_attempt)] INTO v_parts
      FROM partition_tools_internal.job AS j
      JOIN partition_tools_internal.job_source AS s ON s.job_id = j.job_id
      JOIN pg_class c ON c.oid = j.table_oid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE j.job_id = p_job_id;
    -- The attempt keeps apart what looks the same without its special characters.
    RETURN CASE WHEN v_server.prefix = '' THEN '' ELSE rtrim(v_server.prefix, '/') || '/' END
        || (SELECT string_agg(regexp_replace(u.part, '[^A-Za-z0-9._-]', '_', 'g'), '/' ORDER BY u.n) FROM unnest(v_parts) WITH ORDINALITY AS u(part, n));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.aws_s3_key(bigint, int) IS
    'The folder of an attempt of a job, as the keys of its objects begin.';

CREATE OR REPLACE FUNCTION partition_tools_internal.aws_s3_load(p_relation regclass, p_columns text, p_bucket text, p_key text, p_files int, p_region text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    FOR i IN 1 .. p_files LOOP
        -- The extension cuts what is large, and names the second object like this.
        EXECUTE 'SELECT aws_s3.table_import_from_s3($1, $2, $3, aws_commons.create_s3_uri($4, $5, $6))'
          USING p_relation::text, p_columns, '(format csv)', p_bucket, p_key || CASE WHEN i = 1 THEN '' ELSE '_part' || i END, p_region;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.aws_s3_load(regclass, text, text, text, int, text) IS
    'Reads the objects of an archive into a table.';
