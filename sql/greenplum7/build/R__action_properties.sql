CREATE OR REPLACE FUNCTION partition_tools_internal.action_properties(
    p_table regclass, p_action partition_tools_internal.action, OUT refused text, OUT hint text, OUT united text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_relid oid;
    v_kept  text := partition_tools_internal.table_refusal(p_table);
    s partition_tools_internal.partition_range;
BEGIN
    IF p_action.action IN ('drop', 'detach') THEN
        RETURN;
    ELSIF p_action.action = 'unload' THEN
        refused := 'PP100: partitions cannot be unloaded on Greenplum 7 yet';
        hint := 'Leave unload_to_s3_partitions out of the policy.';
        RETURN;
    ELSIF v_kept IS NOT NULL THEN
        refused := format('PP021: partitions of %s are neither made nor replaced, since it has %s', p_table, v_kept);
        hint := 'Take it away from the table.';
        RETURN;
    END IF;
    FOREACH s IN ARRAY coalesce(p_action.sources, '{}') LOOP
        CONTINUE WHEN coalesce(s.planned, false);
        v_relid := to_regclass(format('%I.%I', s.schema_name, s.name));
        v_kept := partition_tools_internal.leaf_refusal(p_table, v_relid);
        IF v_kept IS NOT NULL THEN
            refused := format('PP021: partition %s has what the one in its place would not get: %s', v_relid::regclass, v_kept);
            hint := 'Give it to the partitioned table, or take it away.';
            RETURN;
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.action_properties(regclass, partition_tools_internal.action) IS
    'Why an action will be refused, and the remedy: unloads, and sources with properties that are not carried over. Properties in which the sources of an action differ are not known here.';
