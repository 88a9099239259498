CREATE OR REPLACE FUNCTION partition_tools_internal.planner(p_value text)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_before text := current_setting('optimizer');
BEGIN
    PERFORM set_config('optimizer', p_value, true);
    RETURN v_before;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.planner(text) IS
    'Sets optimizer for the rest of the transaction and returns what it was: planning asks hundreds of small questions of the catalogue, and the new planner takes milliseconds for each.';
