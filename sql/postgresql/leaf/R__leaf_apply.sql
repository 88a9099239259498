CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_apply(p_relid oid, p_description json, p_when text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_wanted partition_tools_internal.leaf_property[] := ARRAY(SELECT p FROM json_populate_recordset(NULL::partition_tools_internal.leaf_property, p_description) AS p);
    v_kind text;
BEGIN
    -- A kind at a time: a replica identity needs its index, and a comment what it is about.
    FOR v_kind IN SELECT k.kind FROM partition_tools_internal.leaf_kinds() AS k WHERE p_when = ANY (k.given) ORDER BY k.ordinal LOOP
        PERFORM partition_tools_internal.leaf_give(p_relid, v_wanted, ARRAY[v_kind]);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_apply(oid, json, text) IS
    'Gives a table what leaf_describe has said of another, as far as it is given at this time (build, keys, swap, attached: see leaf_kinds), and takes away what that one has not.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_give(p_relid oid, p_wanted partition_tools_internal.leaf_property[], p_kinds text[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.execute_all(partition_tools_internal.leaf_statements(p_relid, p_relid::regclass::text, p_wanted, p_kinds,
                ARRAY(SELECT p FROM partition_tools_internal.leaf_properties(ARRAY[p_relid], p_kinds) AS p)));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_give(oid, partition_tools_internal.leaf_property[], text[]) IS
    'Gives a table the wanted properties of some kinds, and takes away others of these kinds.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_statements(
    p_relid oid, p_table text, p_wanted partition_tools_internal.leaf_property[], p_kinds text[], p_has partition_tools_internal.leaf_property[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
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

CREATE OR REPLACE FUNCTION partition_tools_internal.execute_all(p_statements text[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_statement text;
BEGIN
    FOREACH v_statement IN ARRAY p_statements LOOP
        EXECUTE v_statement;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.execute_all(text[]) IS 'Executes statements, one after the other.';

CREATE OR REPLACE FUNCTION partition_tools_internal.execute_all(p_statements json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.execute_all(ARRAY(SELECT s FROM json_array_elements_text(p_statements) AS s));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.execute_all(json) IS 'Executes statements that were put together before the locks were taken.';
