CREATE OR REPLACE FUNCTION partition_tools_internal.storage_options(p_with_param text)
RETURNS text[]
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_name   constant text := '[a-z_][a-z0-9_]*([.][a-z_][a-z0-9_]*)?';
    -- Quotes are doubled in files that other tools pasted into SQL.
    c_value  constant text := '''''[a-z0-9_.+-]*''''|''[a-z0-9_.+-]*''|[a-z0-9_.+-]+';
    c_option constant text := format('(%s)[[:space:]]*=[[:space:]]*(%s)', c_name, c_value);
    v_text   text := lower(btrim(p_with_param, E' \t\n;'));
BEGIN
    IF v_text IS NULL THEN
        RETURN '{}';
    END IF;
    -- The text ends up in DDL, so only a plain list of options is let through.
    IF v_text !~ format('^with[[:space:]]*[(][[:space:]]*%1$s([[:space:]]*,[[:space:]]*%1$s)*[[:space:]]*[)]$', c_option) THEN
        RAISE EXCEPTION 'storage parameters "%" cannot be read', p_with_param
            USING ERRCODE = 'PP001', HINT = 'Write them as WITH (name = value, ...), for example WITH (fillfactor = 90).';
    END IF;
    RETURN ARRAY(SELECT m[1] || '=' || btrim(m[3], '''')
                   FROM regexp_matches(v_text, c_option, 'g') AS m);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.storage_options(text) IS
    'The options of a WITH (...) clause as name=value; PP001 for anything else, so that no other SQL can enter by it.';
