CREATE OR REPLACE FUNCTION partition_tools_internal.archive_place(p_definition json, OUT tablespace text, OUT with_param text)
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.not_available('restore');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.archive_place(json) IS
    'PP100: there are no archives on this engine yet.';

CREATE OR REPLACE FUNCTION partition_tools_internal.s3_writers()
RETURNS text[]
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN '{client}';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.s3_writers() IS
    'The writers of s3_server that may be named on this engine, though nothing is unloaded yet.';
