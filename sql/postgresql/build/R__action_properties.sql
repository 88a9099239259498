CREATE OR REPLACE FUNCTION partition_tools_internal.action_properties(
    p_table regclass, p_action partition_tools_internal.action, OUT refused text, OUT hint text, OUT united text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_relids oid[];
    t partition_tools_internal.partition_range;
    c record;
BEGIN
    refused := partition_tools_internal.space_refusal(partition_tools_internal.action_space(p_action));
    IF refused IS NOT NULL THEN
        hint := 'Raise partition_tools.space_limit where the disk has room.';
        RETURN;
    ELSIF coalesce(array_length(p_action.sources, 1), 0) < 2 THEN
        -- Nothing to differ from, however many targets there are.
        RETURN;
    END IF;
    -- Sources that another action of the plan is still to make cannot be looked at; that one would have been refused.
    FOREACH t IN ARRAY coalesce(p_action.targets, '{}') LOOP
        v_relids := (SELECT partition_tools_internal.range_sources(p_table, array_agg(format('%I.%I', s.schema_name, s.name)::regclass::oid ORDER BY n), array_agg(s.lower_literal ORDER BY n),
                                array_agg(s.upper_literal ORDER BY n), array_agg(s.is_default ORDER BY n), t.lower_literal, t.upper_literal, t.is_default)
                       FROM unnest(p_action.sources) WITH ORDINALITY AS s(schema_name, name, lower, upper, lower_literal, upper_literal, is_default, tablespace, with_param, storage, rows, bytes, planned, n)
                      WHERE NOT coalesce(s.planned, false));
        CONTINUE WHEN cardinality(v_relids) < 2;
        SELECT x.* INTO c FROM partition_tools_internal.leaf_conflicts(v_relids) AS x LIMIT 1;
        IF FOUND THEN
            refused := format('%s: %s', c.code, partition_tools_internal.property_conflict_text(c.kind, c.name, c.definition, c.has, c.lacks, quote_ident(t.name)));
            hint := format('Give %s and %s the same, or take it away from both.', c.has::regclass, c.lacks::regclass);
            RETURN;
        END IF;
        united := coalesce(united, partition_tools_internal.leaf_united(v_relids));
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.action_properties(regclass, partition_tools_internal.action) IS
    'Why an action will be refused, with a remedy: it takes too much space, or its sources differ in a property; or which of these are united.';
