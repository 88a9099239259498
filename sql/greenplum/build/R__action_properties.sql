CREATE OR REPLACE FUNCTION partition_tools_internal.action_properties(
    p_table regclass, p_action partition_tools_internal.action, OUT refused text, OUT hint text, OUT united text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- The properties that partitions of one table differ in here are not compared.
    IF p_action.action <> 'drop' THEN
        hint := partition_tools_internal.exchange_refusal(p_table);
        refused := CASE WHEN hint IS NOT NULL THEN format('PP021: %s has foreign keys, with which its partitions cannot be replaced', p_table) END;
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.action_properties(regclass, partition_tools_internal.action) IS
    'Why an action will be refused, and the remedy: partitions of a table with foreign keys cannot be exchanged. Properties in which the sources of an action differ are not known here.';
