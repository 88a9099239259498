SELECT 'pg_namespace'::regclass::oid AS classid, n.oid AS objid, 0 AS objsubid, n.nspname AS schema, quote_ident(n.nspname) AS name, NULL AS parent,
       quote_ident(n.nspname) AS identity, obj_description(n.oid, 'pg_namespace') AS comment, pg_get_userbyid(n.nspowner) AS owner
  FROM pg_namespace AS n
 WHERE n.nspname = ANY (?)
 ORDER BY n.nspname
