CREATE OR REPLACE FUNCTION partition_tools_internal.action_properties(
    p_table regclass, p_action partition_tools_internal.action, OUT refused text, OUT hint text, OUT united text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- The properties that partitions of one table differ in here are not compared.
    RETURN;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.action_properties(regclass, partition_tools_internal.action) IS
    'What becomes of properties in which the sources of an action differ; nothing is known here.';
