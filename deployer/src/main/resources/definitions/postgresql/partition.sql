SELECT format('%I.%I', pn.nspname, p.relname) AS parent, format('%I.%I', n.nspname, c.relname) AS leaf, quote_ident(n.nspname) AS schema
  FROM pg_class AS p JOIN pg_namespace AS pn ON pn.oid = p.relnamespace
  CROSS JOIN LATERAL pg_partition_tree(p.oid) AS t
  JOIN pg_class AS c ON c.oid = t.relid JOIN pg_namespace AS n ON n.oid = c.relnamespace
 WHERE pn.nspname = ANY (?) AND p.relkind = 'p' AND NOT p.relispartition AND t.isleaf AND c.relkind = 'r'
 ORDER BY 1, 2
