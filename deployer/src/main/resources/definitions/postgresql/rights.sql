SELECT o.classid, o.objid, o.objsubid, coalesce(r.rolname, 'PUBLIC') AS grantee, x.grantee = 0 AS is_public, x.privilege_type AS privilege, x.is_grantable AS grantable,
       (SELECT quote_ident(a.attname) FROM pg_attribute AS a WHERE a.attrelid = o.objid AND a.attnum = o.objsubid AND o.objsubid > 0) AS "column"
  FROM (SELECT 'pg_namespace'::regclass::oid AS classid, n.oid AS objid, 0 AS objsubid, n.nspowner AS owner, coalesce(n.nspacl, acldefault('n', n.nspowner)) AS acl
          FROM pg_namespace AS n WHERE n.nspname = ANY (?)
        UNION ALL
        SELECT 'pg_class'::regclass, c.oid, 0, c.relowner, coalesce(c.relacl, acldefault(CASE WHEN c.relkind = 'S' THEN 's' ELSE 'r' END::"char", c.relowner))
          FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
         WHERE n.nspname = ANY (?) AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND NOT c.relispartition
        UNION ALL
        SELECT 'pg_class'::regclass, c.oid, a.attnum, c.relowner, a.attacl
          FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_attribute AS a ON a.attrelid = c.oid
         WHERE n.nspname = ANY (?) AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition AND NOT a.attisdropped AND a.attacl IS NOT NULL
        UNION ALL
        SELECT 'pg_proc'::regclass, p.oid, 0, p.proowner, coalesce(p.proacl, acldefault('f', p.proowner))
          FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace WHERE n.nspname = ANY (?)
        UNION ALL
        SELECT 'pg_type'::regclass, t.oid, 0, t.typowner, coalesce(t.typacl, acldefault('T', t.typowner))
          FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = ANY (?) AND (t.typtype IN ('e', 'd', 'r')
            OR t.typtype = 'c' AND (SELECT c.relkind FROM pg_class AS c WHERE c.oid = t.typrelid) = 'c')) AS o
  CROSS JOIN LATERAL aclexplode(o.acl) AS x
  LEFT JOIN pg_roles AS r ON r.oid = x.grantee
 WHERE x.grantee <> o.owner
 ORDER BY 1, 2, 3, 4, 6
