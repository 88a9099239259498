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
          OR (p_kind = 'count' AND (v_text !~ '^[0-9]{1,10}$' OR v_text::numeric > 2147483647))
          OR (p_kind = 'name' AND (v_text = '' OR octet_length(v_text) > 63))
          OR (p_kind = 'interval' AND NOT partition_tools_internal.policy_interval(v_text))
          -- No name and no number needs a control character, and a file that is made of the policy could be read otherwise.
          OR (CASE p_key WHEN 'ddl_with_param' THEN translate(v_text, E'\t\n', '') ELSE v_text END) ~ '[[:cntrl:]]'
    THEN
        RAISE EXCEPTION '%: % is not a valid value of "%"', p_where, p_object -> p_key, p_key
            USING ERRCODE = 'PP001', HINT = CASE p_kind
                WHEN 'interval' THEN 'Write an interval with its unit, for example "30 days" or "-3 months".'
                WHEN 'count' THEN 'Write a whole number.' WHEN 'flag' THEN 'Write true or false.' WHEN 'name' THEN 'Write a name of at most 63 bytes.' ELSE 'Write a text.' END;
    END IF;
    IF p_kind = 'interval' THEN
        -- In a block of its own: each that can catch an error is a subtransaction, on Greenplum two rounds through the segments.
        BEGIN
            PERFORM v_text::interval;
        EXCEPTION WHEN data_exception THEN
            RAISE EXCEPTION '%: "%" is not an interval for "%"', p_where, v_text, p_key
                USING ERRCODE = 'PP001', DETAIL = SQLERRM, HINT = 'Write an interval with its unit, for example "30 days" or "-3 months".';
        END;
    END IF;
    RETURN v_text;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.policy_value(json, text, text, text) IS
    'The value of one key as text, or NULL; PP001 where it is not of the kind: interval, count, flag, name or text.';

CREATE OR REPLACE FUNCTION partition_tools_internal.policy_interval(p_text text)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_unit constant text := 'us|usecs?|microseconds?|ms|msecs?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?'
                            '|mons?|months?|y|yrs?|years?|decs?|decades?|c|cent|century|centuries|mils?|millennium|millennia';
    c_item constant text := '[+-]?[[:space:]]*([0-9]+[[:space:]]*(' || c_unit || ')|[0-9]+:[0-9]{1,2}(:[0-9]{1,2}([.][0-9]{1,6})?)?)';
    v_text text := lower(btrim(p_text, E' \t\n'));
BEGIN
    -- What a bare number, half a month or "1 month, 3 days" mean to PostgreSQL, hardly anybody who writes it knows.
    RETURN length(v_text) <= 200
       AND (v_text ~ ('^@?[[:space:]]*' || c_item || '([[:space:]]+' || c_item || ')*( ago)?$')
            OR v_text ~ '^p(?=.)([+-]?[0-9]+[ymwd])*(t([+-]?[0-9]+[hms])+)?$');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.policy_interval(text) IS
    'Whether a text is an interval that a policy may have: numbers with units, a time of day, or ISO 8601. The policy reader of the command line (IntervalParser) takes the same; test_sql/policies.yaml holds both to it.';
