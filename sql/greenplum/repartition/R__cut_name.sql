CREATE OR REPLACE FUNCTION partition_tools_internal.cut_name(p_name text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- By its time people know a partition.
    c_time constant text := coalesce(substring(p_name FROM '(_[0-9]{4}(_w?[0-9]{2}|_q[1-4])?(_[0-9]{2}){0,3})$'), '');
BEGIN
    -- With 56 bytes or more the server makes a relation under one name and looks for it under another.
    RETURN CASE WHEN octet_length(p_name) <= 55 THEN p_name
                ELSE partition_tools_internal.cut_bytes(p_name, 46 - octet_length(c_time)) || '_' || substr(md5(p_name), 1, 8) || c_time END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.cut_name(text) IS
    'The name of a partition as the server can bear it; one that must be cut gets a hash of the whole, and keeps the time at its end.';
