CREATE OR REPLACE FUNCTION partition_tools_internal.build_owner(p_from oid, p_to oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN SELECT pg_get_userbyid(f.relowner) AS owner FROM pg_class f, pg_class t WHERE f.oid = p_from AND t.oid = p_to AND f.relowner <> t.relowner LOOP
        EXECUTE format('ALTER TABLE %s OWNER TO %I', p_to::regclass, r.owner);
    END LOOP;
    PERFORM partition_tools_internal.keep_private(p_to);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_owner(oid, oid) IS
    'The owner. Privileges wait for the swap: before, the rows would be readable without the row security that guards them.';

CREATE OR REPLACE FUNCTION partition_tools_internal.keep_private(p_relid oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN SELECT DISTINCT g.grantee FROM partition_tools_internal.leaf_grants(p_relid) AS g, pg_class AS c WHERE c.oid = p_relid AND g.grantee <> c.relowner LOOP
        EXECUTE format('REVOKE ALL ON %s FROM %s', p_relid::regclass, partition_tools_internal.grantee_name(r.grantee));
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.keep_private(oid) IS
    'Takes from everybody but the owner what default privileges have given on a table that a job has made.';

CREATE OR REPLACE FUNCTION partition_tools_internal.grant_statements(p_from oid, p_to oid)
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Nothing where both have the built-in ones. What one has and the other has not is taken away, then given.
    RETURN (
        SELECT array_agg(CASE d.wanted WHEN true THEN format('GRANT %s%s ON %s TO %s%s', d.list, d.columns, p_to::regclass, d.role, CASE WHEN d.is_grantable THEN ' WITH GRANT OPTION' END)
                                       ELSE format('REVOKE %s%s ON %s FROM %s', d.list, d.columns, p_to::regclass, d.role) END ORDER BY d.wanted, d.role)
          FROM (SELECT g.wanted, g.is_grantable, partition_tools_internal.grantee_name(g.grantee) AS role, ' (' || quote_ident(g.attname) || ')' AS columns,
                       string_agg(g.privileges, CASE WHEN g.attname IS NULL THEN ', ' ELSE format(' (%I), ', g.attname) END ORDER BY g.privileges) AS list
                  FROM (SELECT true AS wanted, f.* FROM partition_tools_internal.leaf_grants(p_from) AS f
                         WHERE NOT EXISTS (SELECT FROM partition_tools_internal.leaf_grants(p_to) AS t WHERE (t.grantee, t.is_grantable, t.privileges) = (f.grantee, f.is_grantable, f.privileges) AND t.attname IS NOT DISTINCT FROM f.attname)
                        UNION ALL
                        SELECT false, t.* FROM partition_tools_internal.leaf_grants(p_to) AS t
                         WHERE NOT EXISTS (SELECT FROM partition_tools_internal.leaf_grants(p_from) AS f WHERE (t.grantee, t.is_grantable, t.privileges) = (f.grantee, f.is_grantable, f.privileges) AND t.attname IS NOT DISTINCT FROM f.attname)) AS g
                 GROUP BY g.wanted, g.grantee, g.is_grantable, g.attname) AS d);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.grant_statements(oid, oid) IS
    'The statements that give one table the privileges of another, which has the same owner.';

CREATE OR REPLACE FUNCTION partition_tools_internal.grantee_name(p_role oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE WHEN p_role = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(p_role)) END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.grantee_name(oid) IS 'A role as GRANT wants it.';
