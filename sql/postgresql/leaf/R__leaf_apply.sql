CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_apply(p_relid oid, p_description json, p_when text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.leaf_give(p_relid, ARRAY(SELECT p FROM json_populate_recordset(NULL::partition_tools_internal.leaf_property, p_description) AS p),
               ARRAY(SELECT k.kind FROM partition_tools_internal.leaf_kinds() AS k WHERE p_when = ANY (k.given) ORDER BY k.ordinal));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_apply(oid, json, text) IS
    'Gives a table what leaf_describe has said of another, as far as it is given at this time (build, keys, swap, attached: see leaf_kinds), and takes away what that one has not.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_give(p_relid oid, p_wanted partition_tools_internal.leaf_property[], p_kinds text[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_kind text;
    v_statement text;
BEGIN
    -- A kind at a time: what is given changes what the table has.
    FOREACH v_kind IN ARRAY p_kinds LOOP
        FOREACH v_statement IN ARRAY partition_tools_internal.leaf_statements(p_relid, p_relid::regclass::text, p_wanted, ARRAY[v_kind],
                                         ARRAY(SELECT p FROM partition_tools_internal.leaf_properties(ARRAY[p_relid], ARRAY[v_kind]) AS p)) LOOP
            EXECUTE v_statement;
        END LOOP;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_give(oid, partition_tools_internal.leaf_property[], text[]) IS
    'Gives a table the wanted properties of some kinds, and takes away others of these kinds.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_statements(
    p_relid oid, p_table text, p_wanted partition_tools_internal.leaf_property[], p_kinds text[], p_has partition_tools_internal.leaf_property[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_all  text[] := '{}';
    v_some text[];
    v_kind text;
BEGIN
    FOR v_kind IN SELECT k.kind FROM partition_tools_internal.leaf_kinds() AS k WHERE k.kind = ANY (p_kinds) ORDER BY k.ordinal LOOP
        CONTINUE WHEN NOT EXISTS (SELECT FROM unnest(p_wanted || p_has) AS p WHERE p.kind = v_kind);
        EXECUTE format('SELECT partition_tools_internal.%I($1, $2, $3, $4)', 'leaf_' || replace(v_kind, ' ', '_') || '_give') INTO v_some
          USING p_relid, p_table, ARRAY(SELECT p FROM unnest(p_wanted) AS p WHERE p.kind = v_kind), ARRAY(SELECT p FROM unnest(p_has) AS p WHERE p.kind = v_kind);
        v_all := v_all || v_some;
    END LOOP;
    RETURN v_all;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_statements(oid, text, partition_tools_internal.leaf_property[], text[], partition_tools_internal.leaf_property[]) IS
    'The statements that give a table, by the name that it bears then, the wanted properties of some kinds instead of those it has.';
