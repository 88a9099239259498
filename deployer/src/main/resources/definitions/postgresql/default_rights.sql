SELECT o.rolname AS owner, n.nspname AS schema, CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions' ELSE 'types' END AS "on",
       coalesce(r.rolname, 'PUBLIC') AS grantee, x.grantee = 0 AS is_public, x.privilege_type AS privilege
  FROM pg_default_acl AS d JOIN pg_roles AS o ON o.oid = d.defaclrole
  LEFT JOIN pg_namespace AS n ON n.oid = d.defaclnamespace
  CROSS JOIN LATERAL aclexplode(d.defaclacl) AS x
  LEFT JOIN pg_roles AS r ON r.oid = x.grantee
 WHERE (n.nspname = ANY (?) OR d.defaclnamespace = 0) AND d.defaclobjtype IN ('r', 'S', 'f', 'T') AND x.grantee <> d.defaclrole
 ORDER BY 1, 2, 3, 4, 6
