CREATE OR REPLACE FUNCTION partition_tools_internal.map_actions(p_table regclass, p_operations json, p_as_of timestamptz)
RETURNS TABLE (ordinal int, operation text, action text, part text, schema_name name, name name, lower timestamptz, upper timestamptz,
               lower_text text, upper_text text, is_default boolean, tablespace name, rows bigint, bytes bigint,
               seconds float8, seconds_basis text, statement text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_policy json := partition_tools_internal.policy_document(p_operations);
    a partition_tools_internal.action;
    v_schema   name := (SELECT n.nspname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = p_table);
    v_strategy text;
    v_rate record;
BEGIN
    ordinal := 0;
    v_rate := partition_tools_internal.map_rate(p_table, NULL);
    FOREACH a IN ARRAY coalesce(ARRAY(SELECT p FROM partition_tools_internal.plan_actions(p_table, p_operations, p_as_of) AS p), '{}') LOOP
        ordinal := ordinal + 1;
        operation := a.operation;
        action := a.action;
        IF a.strategy IS DISTINCT FROM v_strategy THEN
            v_strategy := a.strategy;
            v_rate := partition_tools_internal.map_rate(p_table, v_strategy);
        END IF;
        part := 'action';
        schema_name := NULL;
        name := NULL;
        lower := NULL;
        upper := NULL;
        lower_text := NULL;
        upper_text := NULL;
        is_default := NULL;
        tablespace := NULL;
        rows := a.rows;
        bytes := a.bytes;
        -- What is taken off the table as it is takes as long as ever, whatever it holds.
        seconds := CASE WHEN a.action NOT IN ('drop', 'detach') AND a.rows > 0 THEN a.rows * v_rate.seconds_per_row ELSE v_rate.seconds_per_job END;
        seconds_basis := CASE WHEN seconds IS NOT NULL THEN v_rate.basis END;
        statement := partition_tools_internal.map_statement(p_table, v_policy, a.operation, p_as_of);
        RETURN NEXT;
        seconds := NULL;
        seconds_basis := NULL;
        statement := NULL;
        FOR part, schema_name, name, lower, upper, lower_text, upper_text, is_default, tablespace, rows, bytes IN
            SELECT 'source'::text, nullif(s.schema_name, v_schema), s.name, s.lower, s.upper, CASE WHEN isfinite(s.lower) THEN NULL ELSE s.lower_literal END, CASE WHEN isfinite(s.upper) THEN NULL ELSE s.upper_literal END, s.is_default, s.tablespace, s.rows, s.bytes
              FROM unnest(a.sources) AS s
            UNION ALL
            SELECT 'target'::text, nullif(t.schema_name, v_schema), t.name, t.lower, t.upper, CASE WHEN isfinite(t.lower) THEN NULL ELSE t.lower_literal END, CASE WHEN isfinite(t.upper) THEN NULL ELSE t.upper_literal END, t.is_default, t.tablespace, t.rows, t.bytes
              FROM unnest(a.targets) AS t
        LOOP
            RETURN NEXT;
        END LOOP;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.map_actions(regclass, json, timestamptz) IS
    'What plan tells in words, as a map draws it: for each action a row of its own (part: action) with the seconds it will take, from those that jobs have taken, and what would do it in psql, then one for each source and target.';
