CREATE OR REPLACE FUNCTION partition_tools_internal.migration_fragment(p_source oid, p_what text, p_query text, p_fragment text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c refcursor;
    v_state text;
    v_message text;
BEGIN
    -- A cursor parses and plans one statement, and executes nothing of it. With and without parentheses, so that neither
    -- "true) OR (true" nor "true; DROP TABLE t" nor an open comment can change the statement around it.
    OPEN c FOR EXECUTE format(p_query, '(' || p_fragment || E'\n)', p_source::regclass);
    CLOSE c;
    OPEN c FOR EXECUTE format(p_query, p_fragment || E'\n', p_source::regclass);
    CLOSE c;
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE;
    WHEN syntax_error_or_access_rule_violation OR data_exception OR feature_not_supported THEN
        GET STACKED DIAGNOSTICS v_state = RETURNED_SQLSTATE, v_message = MESSAGE_TEXT;
        RAISE EXCEPTION '% is not valid for %: %', p_what, p_source::regclass, p_fragment
            USING ERRCODE = 'PP063', DETAIL = format('%s (SQLSTATE %s)', v_message, v_state),
                  HINT = 'It may use columns of the source. Names are looked up in pg_catalog only: write the schema of your own functions and types.';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_fragment(oid, text, text, text) IS
    'Checks that a condition or an expression is one expression on the source, and that it can be planned. p_query has places for the fragment (%1$s) and the source (%2$s). PP063 where it is not.';
