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
    -- Default privileges may have given grants of their own: start from none, unless both have the built-in ones.
    IF NOT EXISTS (SELECT FROM pg_class c WHERE c.oid IN (p_from, p_to) AND c.relacl IS NOT NULL)
       AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = p_from AND a.attacl IS NOT NULL)
    THEN
        RETURN;
    END IF;
    FOR r IN SELECT DISTINCT x.grantee FROM pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) AS x WHERE c.oid = p_to LOOP
        EXECUTE format('REVOKE ALL ON %s FROM %s', p_to::regclass, partition_tools_internal.grantee_name(r.grantee));
    END LOOP;
    FOR r IN
        SELECT x.grantee, x.privilege_type, x.is_grantable, NULL::name AS attname
          FROM pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) AS x WHERE c.oid = p_from
        UNION ALL
        SELECT x.grantee, x.privilege_type, x.is_grantable, a.attname
          FROM pg_attribute a, aclexplode(a.attacl) AS x WHERE a.attrelid = p_from AND a.attnum > 0 AND NOT a.attisdropped
    LOOP
        EXECUTE format('GRANT %s%s ON %s TO %s%s', r.privilege_type, ' (' || quote_ident(r.attname) || ')', p_to::regclass,
                       partition_tools_internal.grantee_name(r.grantee), CASE WHEN r.is_grantable THEN ' WITH GRANT OPTION' END);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_owner(oid, oid) IS 'Owner and privileges of the table and its columns.';

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
