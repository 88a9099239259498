-- Exploded within its own query: beside the others Greenplum 6 does not execute it ("cannot execute squelched plan node").
SELECT o.classid, o.objid, o.objsubid, coalesce(r.rolname, 'PUBLIC') AS grantee, (o.acl).grantee = 0 AS is_public, (o.acl).privilege_type AS privilege,
       (o.acl).is_grantable AS grantable,
       (SELECT quote_ident(a.attname) FROM pg_attribute AS a WHERE a.attrelid = o.objid AND a.attnum = o.objsubid AND o.objsubid > 0) AS "column"
  FROM (SELECT 'pg_namespace'::regclass::oid AS classid, n.oid AS objid, 0 AS objsubid, n.nspowner AS owner,
               aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) AS acl
          FROM pg_namespace AS n WHERE n.nspname = ANY (?)
        UNION ALL
        SELECT 'pg_class'::regclass, c.oid, 0, c.relowner, aclexplode(coalesce(c.relacl, acldefault(CASE WHEN c.relkind = 'S' THEN 's' ELSE 'r' END::"char", c.relowner)))
          FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
         WHERE n.nspname = ANY (?) AND c.relkind IN ('r', 'v', 'm', 'S') AND NOT EXISTS (SELECT 1 FROM pg_partition_rule AS own WHERE own.parchildrelid = c.oid)
        UNION ALL
        SELECT 'pg_class'::regclass, c.oid, a.attnum, c.relowner, aclexplode(a.attacl)
          FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_attribute AS a ON a.attrelid = c.oid
         WHERE n.nspname = ANY (?) AND c.relkind IN ('r', 'v', 'm') AND NOT a.attisdropped AND a.attacl IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM pg_partition_rule AS own WHERE own.parchildrelid = c.oid)
        UNION ALL
        SELECT 'pg_proc'::regclass, p.oid, 0, p.proowner, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner)))
          FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace WHERE n.nspname = ANY (?)
        UNION ALL
        SELECT 'pg_type'::regclass, t.oid, 0, t.typowner, aclexplode(coalesce(t.typacl, acldefault('T', t.typowner)))
          FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = ANY (?) AND (t.typtype IN ('e', 'd', 'r')
            OR t.typtype = 'c' AND (SELECT c.relkind FROM pg_class AS c WHERE c.oid = t.typrelid) = 'c')) AS o
  LEFT JOIN pg_roles AS r ON r.oid = (o.acl).grantee
 WHERE (o.acl).grantee <> o.owner
 ORDER BY 1, 2, 3, 4, 6
