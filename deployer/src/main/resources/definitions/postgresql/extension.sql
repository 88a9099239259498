SELECT 'pg_extension'::regclass::oid AS classid, e.oid AS objid, 0 AS objsubid, n.nspname AS schema, quote_ident(e.extname) AS name, NULL AS parent,
       quote_ident(e.extname) AS identity, NULL AS comment, NULL AS owner
  FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace
 WHERE e.extname NOT IN ('plpgsql') AND (?::name[]) IS NOT NULL
 ORDER BY e.extname
