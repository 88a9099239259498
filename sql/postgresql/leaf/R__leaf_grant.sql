CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_grant(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT g.relid, 'grant', NULL::text, partition_tools_internal.grant_text(d.details), d.details
          -- Whoever granted them, the owner will have.
          FROM (SELECT c.oid AS relid, x.grantee, NULL::name AS attname, x.privilege_type AS privilege, bool_or(x.is_grantable) AS grantable
                  FROM pg_class AS c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) AS x WHERE c.oid = ANY (p_relids)
                 GROUP BY c.oid, x.grantee, x.privilege_type
                UNION ALL
                SELECT a.attrelid, x.grantee, a.attname, x.privilege_type, bool_or(x.is_grantable)
                  FROM pg_attribute AS a, aclexplode(a.attacl) AS x WHERE a.attrelid = ANY (p_relids) AND NOT a.attisdropped
                 GROUP BY a.attrelid, x.grantee, a.attname, x.privilege_type) AS g
         CROSS JOIN LATERAL (SELECT jsonb_strip_nulls(jsonb_build_object('privilege', g.privilege, 'column', g.attname, 'grantable', g.grantable,
                                        'grantee', CASE WHEN g.grantee <> 0 THEN pg_get_userbyid(g.grantee) END))) AS d(details);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_grant(oid[]) IS
    'Privileges on the table and its columns, those of the owner included; details: privilege, column, grantee (none for PUBLIC), grantable.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_grant_give(p_relid oid, p_table text, p_wanted partition_tools_internal.leaf_property[], p_has partition_tools_internal.leaf_property[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- What one has and the other has not is taken away, then given.
    RETURN ARRAY(
        SELECT CASE d.wanted WHEN true THEN format('GRANT %s ON %s TO %s%s', d.list, p_table, d.role, CASE WHEN d.grantable THEN ' WITH GRANT OPTION' END)
                             ELSE format('REVOKE %s ON %s FROM %s', d.list, p_table, d.role) END
          FROM (SELECT g.wanted, g.details -> 'column' AS attname, (g.details ->> 'grantable')::boolean AS grantable, coalesce(quote_ident(g.details ->> 'grantee'), 'PUBLIC') AS role,
                       string_agg((g.details ->> 'privilege') || coalesce(' (' || quote_ident(g.details ->> 'column') || ')', ''), ', ' ORDER BY g.details ->> 'privilege') AS list
                  FROM (SELECT true AS wanted, w.details FROM unnest(p_wanted) AS w WHERE w.definition NOT IN (SELECT h.definition FROM unnest(p_has) AS h)
                        UNION ALL
                        SELECT false, h.details FROM unnest(p_has) AS h WHERE h.definition NOT IN (SELECT w.definition FROM unnest(p_wanted) AS w)) AS g
                 GROUP BY g.wanted, g.details -> 'column', 3, 4) AS d
         ORDER BY d.wanted, d.role, d.attname, d.grantable);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_grant_give(oid, text, partition_tools_internal.leaf_property[], partition_tools_internal.leaf_property[]) IS
    'Statements that revoke and grant privileges; both tables have one owner.';

CREATE OR REPLACE FUNCTION partition_tools_internal.grant_text(p_grant jsonb)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN format('%s%s TO %s%s', p_grant ->> 'privilege', ' (' || quote_ident(p_grant ->> 'column') || ')', coalesce(quote_ident(p_grant ->> 'grantee'), 'PUBLIC'),
                  CASE WHEN (p_grant ->> 'grantable')::boolean THEN ' WITH GRANT OPTION' END);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.grant_text(jsonb) IS 'A privilege in the words of GRANT.';
