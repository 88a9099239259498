SELECT format('%I.%I', pn.nspname, p.relname) AS parent, format('%I.%I', n.nspname, c.relname) AS leaf, quote_ident(n.nspname) AS schema
  FROM pg_partition AS k JOIN pg_partition_rule AS r ON r.paroid = k.oid
  JOIN pg_class AS p ON p.oid = k.parrelid JOIN pg_namespace AS pn ON pn.oid = p.relnamespace
  JOIN pg_class AS c ON c.oid = r.parchildrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
 WHERE pn.nspname = ANY (?) AND NOT EXISTS (SELECT 1 FROM pg_partition_rule AS below WHERE below.parparentrule = r.oid)
 ORDER BY 1, 2
