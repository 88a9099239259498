CREATE OR REPLACE FUNCTION partition_tools_internal.key_widened(p_definition text, p_column name)
RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_depth int := 0;
    v_quote text;
    v_char  text;
BEGIN
    -- Behind the last column of the first list in parentheses; names and literals may have parentheses in them.
    FOR i IN 1 .. length(p_definition) LOOP
        v_char := substr(p_definition, i, 1);
        IF v_quote IS NOT NULL THEN
            v_quote := CASE WHEN v_char <> v_quote THEN v_quote END;
        ELSIF v_char IN ('"', '''') THEN
            v_quote := v_char;
        ELSIF v_char = '(' THEN
            v_depth := v_depth + 1;
        ELSIF v_char = ')' THEN
            v_depth := v_depth - 1;
            IF v_depth = 0 THEN
                RETURN overlay(p_definition PLACING format(', %I)', p_column) FROM i FOR 1);
            END IF;
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_widened(text, name) IS
    'The definition of a unique index or constraint with one more column at the end of its key.';
