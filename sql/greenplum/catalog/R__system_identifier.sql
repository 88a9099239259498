CREATE OR REPLACE FUNCTION partition_tools_internal.system_identifier()
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- The server has no function that tells it.
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.system_identifier() IS 'What tells this server from every other: nothing, on this engine.';
