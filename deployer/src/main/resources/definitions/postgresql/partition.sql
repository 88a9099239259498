-- Not by pg_partition_tree(), which locks every partition that it tells of: thousands are more than a server has locks.
WITH RECURSIVE tree (root, oid) AS (
        SELECT c.oid, c.oid FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
         WHERE n.nspname = ANY (?) AND c.relkind = 'p' AND NOT c.relispartition
        UNION ALL
        SELECT t.root, i.inhrelid FROM tree AS t JOIN pg_inherits AS i ON i.inhparent = t.oid)
SELECT format('%I.%I', pn.nspname, p.relname) AS parent, format('%I.%I', n.nspname, c.relname) AS leaf, quote_ident(n.nspname) AS schema
  FROM tree AS t
  JOIN pg_class AS p ON p.oid = t.root JOIN pg_namespace AS pn ON pn.oid = p.relnamespace
  JOIN pg_class AS c ON c.oid = t.oid JOIN pg_namespace AS n ON n.oid = c.relnamespace
 WHERE c.relkind = 'r'
 ORDER BY 1, 2
