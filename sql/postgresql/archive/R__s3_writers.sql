CREATE OR REPLACE FUNCTION partition_tools_internal.s3_writers()
RETURNS text[]
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN '{client,aws_s3}';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.s3_writers() IS
    'The writers of s3_server that there are on this engine.';
