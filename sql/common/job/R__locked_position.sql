CREATE OR REPLACE FUNCTION partition_tools_internal.locked_position(p_since timestamptz)
RETURNS json
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN json_build_object('locked_ms', round((extract(epoch FROM clock_timestamp() - p_since) * 1000)::numeric, 1));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.locked_position(timestamptz) IS
    'What a step that held the table exclusively leaves for the view jobs: how long it did, from having the lock to just before the commit.';
