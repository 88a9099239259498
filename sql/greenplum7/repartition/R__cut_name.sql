CREATE OR REPLACE FUNCTION partition_tools_internal.cut_name(p_name text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Partitions are relations, and the plan has made sure that their names fit.
    RETURN p_name;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.cut_name(text) IS
    'The name of a partition as the server can bear it: as it is, on this engine.';
