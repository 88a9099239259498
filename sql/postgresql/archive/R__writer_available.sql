CREATE OR REPLACE FUNCTION partition_tools_internal.writer_available(p_writer text)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN p_writer = 'client';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.writer_available(text) IS 'Whether this engine can unload with a writer of s3_server.';
