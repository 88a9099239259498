CREATE OR REPLACE FUNCTION partition_tools_internal.map_statement(p_table regclass, p_policy json, p_operation text, p_as_of timestamptz)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
DECLARE
    v_only text := substring(p_operation FROM '^(create|merge|move|unload|delete)_');
BEGIN
    RETURN format(E'SELECT statement FROM partition_tools.run(%L, %L, %L) \\gexec', p_table,
                  -- What is not one of the policy's operations (a conversion) is a matter of the whole policy.
                  CASE WHEN v_only IS NULL THEN p_policy
                       ELSE partition_tools_internal.json_with(p_policy, json_build_object('only', json_build_array(v_only))) END, p_as_of);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.map_statement(regclass, json, text, timestamptz) IS
    'What does the actions of one operation of a policy, and no others, in psql.';
