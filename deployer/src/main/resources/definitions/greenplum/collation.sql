SELECT 'pg_collation'::regclass::oid AS classid, c.oid AS objid, 0 AS objsubid, n.nspname AS schema, quote_ident(c.collname) AS name, NULL AS parent,
       format('%I.%I', n.nspname, c.collname) AS identity, obj_description(c.oid, 'pg_collation') AS comment, pg_get_userbyid(c.collowner) AS owner,
       c.collcollate AS lc_collate, c.collctype AS lc_ctype
  FROM pg_collation AS c JOIN pg_namespace AS n ON n.oid = c.collnamespace
 WHERE n.nspname = ANY (?)
 ORDER BY 4, 5
