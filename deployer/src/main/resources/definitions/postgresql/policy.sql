SELECT 'pg_policy'::regclass::oid AS classid, p.oid AS objid, 0 AS objsubid, n.nspname AS schema, quote_ident(p.polname) AS name,
       format('%I.%I', n.nspname, c.relname) AS parent, format('%I ON %I.%I', p.polname, n.nspname, c.relname) AS identity,
       obj_description(p.oid, 'pg_policy') AS comment, NULL AS owner,
       CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END AS permissive,
       CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END AS command,
       (SELECT string_agg(CASE WHEN o.id = 0 THEN 'PUBLIC' ELSE (SELECT quote_ident(r.rolname) FROM pg_roles AS r WHERE r.oid = o.id) END, ', ' ORDER BY 1)
          FROM unnest(p.polroles) AS o (id)) AS roles,
       pg_get_expr(p.polqual, p.polrelid) AS "using", pg_get_expr(p.polwithcheck, p.polrelid) AS with_check
  FROM pg_policy AS p JOIN pg_class AS c ON c.oid = p.polrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
 WHERE n.nspname = ANY (?) AND NOT c.relispartition
 ORDER BY 4, 6, 5
