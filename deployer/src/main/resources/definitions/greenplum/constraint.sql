SELECT 'pg_constraint'::regclass::oid AS classid, k.oid AS objid, 0 AS objsubid, n.nspname AS schema, quote_ident(k.conname) AS name,
       format('%I.%I', n.nspname, c.relname) AS parent, format('%I ON %I.%I', k.conname, n.nspname, c.relname) AS identity,
       obj_description(k.oid, 'pg_constraint') AS comment, NULL AS owner,
       CASE k.contype WHEN 'c' THEN 'check' WHEN 'f' THEN 'foreign' WHEN 'p' THEN 'primary' WHEN 'u' THEN 'unique' ELSE 'exclude' END AS form,
       pg_get_constraintdef(k.oid) AS definition
  FROM pg_constraint AS k
  JOIN pg_class AS c ON c.oid = k.conrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
 WHERE n.nspname = ANY (?) AND c.relkind = 'r' AND k.contype IN ('c', 'f', 'p', 'u', 'x') AND k.conislocal
   AND NOT EXISTS (SELECT 1 FROM pg_partition_rule AS own WHERE own.parchildrelid = c.oid)
 ORDER BY 4, 6, k.contype = 'f', 5
