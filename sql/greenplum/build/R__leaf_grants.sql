CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_grants(p_relid oid)
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce(ARRAY(
        SELECT g.command FROM (
            SELECT format('GRANT %s ON %%s TO %s%s', x.privilege_type, partition_tools_internal.grantee_name(x.grantee),
                          CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' END) AS command
              FROM pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) AS x WHERE c.oid = p_relid
            UNION ALL
            SELECT format('GRANT %s (%s) ON %%s TO %s%s', x.privilege_type, replace(quote_ident(a.attname), '%', '%%'), partition_tools_internal.grantee_name(x.grantee),
                          CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' END)
              FROM pg_attribute a, aclexplode(a.attacl) AS x WHERE a.attrelid = p_relid AND a.attnum > 0 AND NOT a.attisdropped) AS g
         ORDER BY g.command), '{}');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_grants(oid) IS
    'The privileges on a partition and its columns as GRANT statements with a place for the partition, in a fixed order.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaves_privileges(p_relids oid[])
RETURNS TABLE (relid oid, granted text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT c.oid, concat_ws(' ', c.relowner, coalesce(c.relacl::text, 'default'), g.columns)
          FROM pg_class AS c
          LEFT JOIN (SELECT a.attrelid, string_agg(concat_ws(' ', quote_ident(a.attname), a.attacl), ' ' ORDER BY a.attname) AS columns FROM pg_attribute AS a
                      WHERE a.attrelid = ANY (p_relids) AND a.attnum > 0 AND NOT a.attisdropped AND a.attacl IS NOT NULL GROUP BY a.attrelid) AS g ON g.attrelid = c.oid
         WHERE c.oid = ANY (p_relids);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaves_privileges(oid[]) IS
    'Owner and privileges of partitions as the catalogue has them, all in one question: where two are the same text, they have the same privileges.';

CREATE OR REPLACE FUNCTION partition_tools_internal.build_grants(p_relid oid, p_grants text[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_grant text;
    r record;
BEGIN
    IF partition_tools_internal.leaf_grants(p_relid) = p_grants THEN
        RETURN;
    END IF;
    -- Those who have it on columns alone, too: a partition that is added gets the privileges on columns by their numbers, which differ where columns were dropped.
    FOR r IN SELECT x.grantee FROM pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) AS x WHERE c.oid = p_relid
             UNION SELECT x.grantee FROM pg_attribute a, aclexplode(a.attacl) AS x WHERE a.attrelid = p_relid AND a.attnum > 0 LOOP
        EXECUTE format('REVOKE ALL ON %s FROM ' || partition_tools_internal.grantee_name(r.grantee), p_relid::regclass);
    END LOOP;
    FOREACH v_grant IN ARRAY p_grants LOOP
        EXECUTE format(v_grant, p_relid::regclass);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_grants(oid, text[]) IS
    'Gives a partition the privileges that leaf_grants found, and no others.';

CREATE OR REPLACE FUNCTION partition_tools_internal.grantee_name(p_role oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE WHEN p_role = 0 THEN 'PUBLIC' ELSE replace(quote_ident(pg_get_userbyid(p_role)), '%', '%%') END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.grantee_name(oid) IS 'A role as GRANT wants it, within a format string.';
