CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_policy(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT p.polrelid, 'policy', p.polname::text,
               -- Only within a query is a column, or the table, called by the table's name.
               CASE WHEN d.tail LIKE '%SELECT%' THEN replace(replace(d.tail, format('%I.%I ', n.nspname, c.relname), '* '), quote_ident(c.relname) || '.', '*.') ELSE d.tail END,
               jsonb_build_object('tail', d.tail, 'schema', n.nspname, 'table', c.relname, 'comment', obj_description(p.oid, 'pg_policy'))
          FROM pg_policy AS p JOIN pg_class AS c ON c.oid = p.polrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
         CROSS JOIN LATERAL (
                SELECT format('AS %s FOR %s TO %s%s%s', CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
                           CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
                           (SELECT string_agg(CASE u WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(u)) END, ', ' ORDER BY pg_get_userbyid(u)) FROM unnest(p.polroles) AS u),
                           ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')) AS d(tail)
         WHERE p.polrelid = ANY (p_relids);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_policy(oid[]) IS
    'Row security policies in words that do not name their own table; details: what CREATE POLICY says after the names, and the name of the table in it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_policy_give(p_relid oid, p_table text, p_wanted partition_tools_internal.leaf_property[], p_has partition_tools_internal.leaf_property[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(
        SELECT s.statement
          FROM unnest(p_wanted) AS w
         CROSS JOIN (SELECT c.relname, n.nspname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = p_relid) AS t
         -- A policy may name its own table, and means the one that takes its place: that bears the name for the moment.
         CROSS JOIN LATERAL (SELECT w.definition <> w.details ->> 'tail', format('%I.%I', w.details ->> 'schema', w.details ->> 'table')) AS o(named, table_name)
         CROSS JOIN LATERAL (
                SELECT 1 AS n, r AS statement FROM unnest(partition_tools_internal.rename_statements(t.nspname, t.relname, w.details ->> 'schema', w.details ->> 'table')) AS r WHERE o.named
                UNION ALL
                SELECT 2, format('CREATE POLICY %I ON %s %s', w.name, CASE WHEN o.named THEN o.table_name ELSE p_table END, w.details ->> 'tail')
                UNION ALL
                SELECT 3, r FROM unnest(partition_tools_internal.rename_statements(w.details ->> 'schema', w.details ->> 'table', t.nspname, t.relname)) AS r WHERE o.named
                UNION ALL
                SELECT 4, format('COMMENT ON POLICY %I ON %s IS %L', w.name, p_table, w.details ->> 'comment') WHERE w.details ? 'comment') AS s
         WHERE w.name NOT IN (SELECT h.name FROM unnest(p_has) AS h)
         ORDER BY w.name, s.n, s.statement LIKE '%RENAME%');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_policy_give(oid, text, partition_tools_internal.leaf_property[], partition_tools_internal.leaf_property[]) IS
    'Statements that create policies, when the tables that they were of have lost their names; none drops one.';

CREATE OR REPLACE FUNCTION partition_tools_internal.rename_statements(p_schema text, p_name text, p_new_schema text, p_new_name text)
RETURNS text[]
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN array_remove(ARRAY[
        CASE WHEN p_schema <> p_new_schema THEN format('ALTER TABLE %I.%I SET SCHEMA %I', p_schema, p_name, p_new_schema) END,
        CASE WHEN p_name <> p_new_name THEN format('ALTER TABLE %I.%I RENAME TO %I', p_new_schema, p_name, p_new_name) END], NULL);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.rename_statements(text, text, text, text) IS
    'Statements that give a table another schema and name, in this order.';
