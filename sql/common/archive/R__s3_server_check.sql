CREATE OR REPLACE FUNCTION partition_tools_internal.s3_server_check(p_name text, p_bucket text)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_fault text := partition_tools_internal.s3_server_fault(p_name, p_bucket);
    v_writer text := (SELECT s.writer FROM partition_tools.s3_server AS s WHERE s.name = p_name);
BEGIN
    IF v_fault IS NOT NULL THEN
        RAISE EXCEPTION '%', v_fault
            USING ERRCODE = 'PP070', HINT = 'Insert it into partition_tools.s3_server, with a bucket, or correct it there, or s3_server_name and s3_bucket in the policy.';
    ELSIF v_writer <> ALL (partition_tools_internal.s3_writers()) THEN
        RAISE EXCEPTION 'the writer % of S3 server "%" is not available', v_writer, p_name
            USING ERRCODE = 'PP030', HINT = format('On this engine there is: %s. Update partition_tools.s3_server.', array_to_string(partition_tools_internal.s3_writers(), ', '));
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.s3_server_check(text, text) IS
    'Makes sure that partitions can be unloaded to a server. PP070 where s3_server does not have it, PP030 for a writer that is not there.';

CREATE OR REPLACE FUNCTION partition_tools_internal.s3_server_fault(p_name text, p_bucket text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools.s3_server;
BEGIN
    SELECT * INTO s FROM partition_tools.s3_server AS v WHERE v.name = p_name;
    IF NOT FOUND THEN
        RETURN format('there is no S3 server "%s"', p_name);
    ELSIF coalesce(p_bucket, s.bucket, '') = '' THEN
        RETURN format('neither the policy nor S3 server "%s" names a bucket', p_name);
    ELSIF coalesce(p_bucket, s.bucket) !~ '^[A-Za-z0-9][A-Za-z0-9._-]+$' THEN
        RETURN format('"%s" is not the name of a bucket', coalesce(p_bucket, s.bucket));
    ELSIF s.writer = 's3' AND s.config IS NULL THEN
        RETURN format('S3 server "%s" has no config, the path of the configuration file of the s3 protocol', p_name);
    ELSIF s.writer = 'pxf' AND s.compression NOT IN ('gzip', 'none') THEN
        RETURN format('S3 server "%s" has compression %s, and its writer pxf has gzip and none', p_name, s.compression);
    ELSIF s.writer IN ('s3', 'pxf') AND s.format <> 'csv' THEN
        RETURN format('S3 server "%s" has format %s, and its writer %s has csv', p_name, s.format, s.writer);
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.s3_server_fault(text, text) IS
    'Why nothing can be unloaded to a server; NULL where it can.';
