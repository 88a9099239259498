SELECT 0::oid AS classid, c.oid AS objid, 1 AS objsubid, n.nspname AS schema, quote_ident(c.relname) AS name, format('%I.%I', n.nspname, c.relname) AS parent,
       format('%I.%I', n.nspname, c.relname) AS identity, NULL AS comment, NULL AS owner,
       CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING'
            ELSE 'USING INDEX ' || (SELECT quote_ident(x.relname) FROM pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid
                                     WHERE i.indrelid = c.oid AND i.indisreplident) END AS setting
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
 WHERE n.nspname = ANY (?) AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't' AND c.relreplident <> 'd'
   AND (c.relreplident <> 'i' OR EXISTS (SELECT 1 FROM pg_index AS i WHERE i.indrelid = c.oid AND i.indisreplident))
 ORDER BY 4, 5
