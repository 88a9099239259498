SELECT 'pg_class'::regclass::oid AS classid, x.oid AS objid, 0 AS objsubid, n.nspname AS schema, quote_ident(x.relname) AS name,
       format('%I.%I', n.nspname, c.relname) AS parent, format('%I.%I', n.nspname, x.relname) AS identity,
       obj_description(x.oid, 'pg_class') AS comment, NULL AS owner,
       CASE WHEN i.indisunique THEN 'true' END AS is_unique,
       substr(pg_get_indexdef(x.oid), 1 + length(format('CREATE %sINDEX %s ON %s USING ', CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END,
              quote_ident(x.relname), format('%I.%I', n.nspname, c.relname)))) AS body,
       (SELECT quote_ident(s.spcname) FROM pg_tablespace AS s WHERE s.oid = x.reltablespace) AS tablespace,
       CASE WHEN NOT i.indisvalid THEN 'true' END AS is_invalid
  FROM pg_index AS i
  JOIN pg_class AS x ON x.oid = i.indexrelid
  JOIN pg_class AS c ON c.oid = i.indrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
 WHERE n.nspname = ANY (?) AND c.relkind IN ('r', 'm') AND c.relpersistence <> 't'
   AND NOT EXISTS (SELECT 1 FROM pg_partition_rule AS own WHERE own.parchildrelid = c.oid)
   AND NOT EXISTS (SELECT 1 FROM pg_constraint AS k WHERE k.conindid = x.oid AND k.contype IN ('p', 'u', 'x') AND k.conrelid = c.oid)
 ORDER BY 4, 6, 5
