CREATE OR REPLACE FUNCTION partition_tools_internal.policy_value(p_operation json, p_where text, p_key text, p_type regtype)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_text text := p_operation ->> p_key;
BEGIN
    -- The text is what callers cast; the cast here only turns its error into one that names the key.
    EXECUTE format('SELECT $1::%s', p_type) USING v_text;
    RETURN v_text;
EXCEPTION WHEN data_exception THEN
    RAISE EXCEPTION '%: "%" is not a valid % for "%"', p_where, v_text, p_type, p_key
        USING ERRCODE = 'PP001', DETAIL = SQLERRM;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.policy_value(json, text, text, regtype) IS
    'Text of one key of an operation, checked to be of a type; PP001 names the operation and the key.';
