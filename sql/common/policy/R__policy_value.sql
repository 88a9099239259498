CREATE OR REPLACE FUNCTION partition_tools_internal.policy_value(p_object json, p_where text, p_key text, p_kind text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET intervalstyle = 'postgres'
AS $$
DECLARE
    v_text text := p_object ->> p_key;
    v_type text := json_typeof(p_object -> p_key);
BEGIN
    IF v_text IS NULL THEN
        RETURN NULL;
    ELSIF v_type <> (CASE p_kind WHEN 'count' THEN 'number' WHEN 'flag' THEN 'boolean' ELSE 'string' END)
          OR (p_kind = 'count' AND v_text !~ '^[0-9]{1,9}$')
          -- PostgreSQL takes a bare number for seconds, and nobody means that.
          OR (p_kind = 'interval' AND (v_text ~ '^[[:space:]+-]*[0-9]*[.]?[0-9]+[[:space:]]*$' OR v_text ~* 'infinity'))
    THEN
        RAISE EXCEPTION '%: % is not a valid value of "%"', p_where, p_object -> p_key, p_key
            USING ERRCODE = 'PP001', HINT = CASE p_kind
                WHEN 'interval' THEN 'Write an interval with its unit, for example "30 days" or "-3 months".'
                WHEN 'count' THEN 'Write a whole number.' WHEN 'flag' THEN 'Write true or false.' ELSE 'Write a text.' END;
    END IF;
    IF p_kind = 'interval' THEN
        PERFORM v_text::interval;
    END IF;
    RETURN v_text;
EXCEPTION WHEN data_exception THEN
    RAISE EXCEPTION '%: "%" is not an interval for "%"', p_where, v_text, p_key
        USING ERRCODE = 'PP001', DETAIL = SQLERRM, HINT = 'Write an interval with its unit, for example "30 days" or "-3 months".';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.policy_value(json, text, text, text) IS
    'The value of one key as text, or NULL; PP001 where it is not of the kind: interval, count, flag or text.';
