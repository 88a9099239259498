SELECT 'pg_type'::regclass::oid AS classid, t.oid AS objid, 0 AS objsubid, n.nspname AS schema, quote_ident(t.typname) AS name, NULL AS parent,
       format('%I.%I', n.nspname, t.typname) AS identity, obj_description(t.oid, 'pg_type') AS comment, pg_get_userbyid(t.typowner) AS owner,
       format_type(t.typbasetype, t.typtypmod)
       || CASE WHEN t.typcollation <> b.typcollation THEN (SELECT format(' COLLATE %I.%I', cn.nspname, c.collname)
               FROM pg_collation AS c JOIN pg_namespace AS cn ON cn.oid = c.collnamespace WHERE c.oid = t.typcollation) ELSE '' END AS type,
       t.typdefault AS "default", CASE WHEN t.typnotnull THEN 'true' END AS not_null,
       (SELECT json_object_agg(quote_ident(c.conname), pg_get_constraintdef(c.oid))::text FROM pg_constraint AS c
         WHERE c.contypid = t.oid AND c.contype = 'c') AS checks
  FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace JOIN pg_type AS b ON b.oid = t.typbasetype
 WHERE n.nspname = ANY (?) AND t.typtype = 'd'
 ORDER BY 4, 5
