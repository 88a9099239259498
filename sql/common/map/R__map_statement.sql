CREATE OR REPLACE FUNCTION partition_tools_internal.map_statement(p_table regclass, p_policy json, p_operation text, p_as_of timestamptz)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
DECLARE
    c_spelled_out constant text[] := '{operations,interval,pre_provisioned,retention,cleanup_policy}';
    v_operations text;
    v_others     text;
BEGIN
    SELECT string_agg(o.item::text, ', ') INTO v_operations
      FROM (SELECT json_array_elements(coalesce(p_policy -> 'operations', '[]')) AS item
            UNION ALL
            SELECT json_array_elements(partition_tools_internal.policy_shorthand(p_policy))) AS o
     WHERE (o.item ->> 'operation') = p_operation;
    SELECT string_agg(to_json(e.key)::text || ': ' || e.value::text, ', ') INTO v_others
      FROM json_each(p_policy) AS e
     WHERE e.key <> ALL (c_spelled_out);
    RETURN format(E'SELECT statement FROM partition_tools.run(%L, %L, %L) \\gexec', p_table,
                  -- What is not one of the policy's operations (a conversion) is a matter of the whole policy.
                  CASE WHEN v_operations IS NULL THEN p_policy::text
                       ELSE '{' || concat_ws(', ', v_others, format('"operations": [%s]', v_operations)) || '}' END, p_as_of);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.map_statement(regclass, json, text, timestamptz) IS
    'What does the actions of one operation of a policy, and no others, in psql.';
