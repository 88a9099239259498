CREATE OR REPLACE FUNCTION partition_tools_internal.row_filter(p_value text)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_before text := current_setting('row_security');
BEGIN
    PERFORM set_config('row_security', p_value, true);
    RETURN v_before;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.row_filter(text) IS
    'Sets row_security for the rest of the transaction and returns what it was: off, and a policy that would hide rows raises an error instead.';
