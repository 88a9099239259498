CREATE OR REPLACE FUNCTION partition_tools_internal.policy_tail(p_policy oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT format('AS %s FOR %s TO %s%s%s', CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
                   CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
                   (SELECT string_agg(partition_tools_internal.grantee_name(u), ', ' ORDER BY pg_get_userbyid(u)) FROM unnest(p.polroles) AS u),
                   ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')
          FROM pg_policy AS p WHERE p.oid = p_policy);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.policy_tail(oid) IS
    'What CREATE POLICY says after the names of policy and table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.policy_definition(p_policy oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_tail text := partition_tools_internal.policy_tail(p_policy);
    v_name text;
    v_schema text;
BEGIN
    IF v_tail LIKE '%SELECT%' THEN
        -- Only within a query is a column, or the table, called by the table's name.
        SELECT quote_ident(c.relname), quote_ident(n.nspname) INTO v_name, v_schema
          FROM pg_policy AS p JOIN pg_class AS c ON c.oid = p.polrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE p.oid = p_policy;
        v_tail := replace(replace(v_tail, v_schema || '.' || v_name || ' ', '* '), v_name || '.', '*.');
    END IF;
    RETURN v_tail;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.policy_definition(oid) IS
    'The same in words that do not name the policy''s own table, to compare policies of several.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_policies(p_job_id bigint)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT json_agg(json_build_object('relid', p.polrelid, 'schema', s.schema_name, 'table', s.name, 'name', p.polname,
                                          'tail', partition_tools_internal.policy_tail(p.oid), 'comment', obj_description(p.oid, 'pg_policy')) ORDER BY s.ordinal, p.oid)
          FROM partition_tools_internal.job_source AS s JOIN pg_policy AS p ON p.polrelid = s.relid WHERE s.job_id = p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_policies(bigint) IS
    'The row security policies of a job''s sources, as they read while those have their names.';

CREATE OR REPLACE FUNCTION partition_tools_internal.swap_row_security(p_target partition_tools_internal.job_target, p_policies json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_sources oid[] := partition_tools_internal.target_sources(p_target);
    v_names   name[] := '{}';
    r record;
BEGIN
    FOR r IN
        SELECT p ->> 'schema' AS schema_name, p ->> 'table' AS table_name, p ->> 'name' AS name, p ->> 'tail' AS tail, p ->> 'comment' AS comment
          FROM json_array_elements(CASE json_typeof(p_policies) WHEN 'array' THEN p_policies ELSE '[]' END) AS p WHERE (p ->> 'relid')::oid = ANY (v_sources)
         ORDER BY array_position(v_sources, (p ->> 'relid')::oid)
    LOOP
        CONTINUE WHEN r.name = ANY (v_names);
        v_names := v_names || r.name::name;
        -- A policy may name its own table, and means the one that takes its place: that bears the name for the moment.
        PERFORM partition_tools_internal.rename_table(p_target.relid, r.schema_name, r.table_name);
        EXECUTE format('CREATE POLICY %I ON %s %s', r.name, p_target.relid::regclass, r.tail);
        IF r.comment IS NOT NULL THEN
            EXECUTE format('COMMENT ON POLICY %I ON %s IS %L', r.name, p_target.relid::regclass, r.comment);
        END IF;
    END LOOP;
    PERFORM partition_tools_internal.rename_table(p_target.relid, p_target.schema_name, p_target.name);
    FOR r IN SELECT bool_or(c.relrowsecurity) AS enabled, bool_or(c.relforcerowsecurity) AS forced FROM pg_class AS c WHERE c.oid = ANY (v_sources) AND c.relkind = 'r' LOOP
        IF r.enabled THEN
            EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', p_target.relid::regclass);
        END IF;
        IF r.forced THEN
            EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', p_target.relid::regclass);
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_row_security(partition_tools_internal.job_target, json) IS
    'Row security of a target: all policies of its sources, enabled and forced where it is in any of them. When the sources have lost their names.';

CREATE OR REPLACE FUNCTION partition_tools_internal.rename_table(p_relid oid, p_schema name, p_name name)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c record;
BEGIN
    SELECT t.relname, n.nspname INTO c FROM pg_class AS t JOIN pg_namespace AS n ON n.oid = t.relnamespace WHERE t.oid = p_relid;
    IF c.nspname <> p_schema THEN
        EXECUTE format('ALTER TABLE %s SET SCHEMA %I', p_relid::regclass, p_schema);
    END IF;
    IF c.relname <> p_name THEN
        EXECUTE format('ALTER TABLE %s RENAME TO %I', p_relid::regclass, p_name);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.rename_table(oid, name, name) IS 'Gives a table a schema and a name, where it has others.';
