SELECT 'pg_class'::regclass::oid AS classid, c.oid AS objid, 0 AS objsubid, n.nspname AS schema, quote_ident(c.relname) AS name, NULL AS parent,
       format('%I.%I', n.nspname, c.relname) AS identity, obj_description(c.oid, 'pg_class') AS comment, pg_get_userbyid(c.relowner) AS owner,
       CASE c.relpersistence WHEN 'u' THEN 'unlogged' END AS persistence,
       CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partition_key,
       CASE WHEN c.relkind = 'p' AND EXISTS (SELECT 1 FROM pg_inherits AS i JOIN pg_class AS l ON l.oid = i.inhrelid
                                              WHERE i.inhparent = c.oid AND l.relkind = 'p') THEN 'true' END AS nested,
       (SELECT json_object_agg(split_part(o.text, '=', 1), substr(o.text, strpos(o.text, '=') + 1))::text
          FROM (SELECT unnest(c.reloptions) AS text UNION ALL SELECT 'toast.' || unnest(t.reloptions) FROM pg_class AS t WHERE t.oid = c.reltoastrelid) AS o) AS options,
       (SELECT quote_ident(s.spcname) FROM pg_tablespace AS s WHERE s.oid = c.reltablespace) AS tablespace,
       (SELECT nullif(m.amname, current_setting('default_table_access_method')) FROM pg_am AS m WHERE m.oid = c.relam AND c.relkind = 'r') AS access_method,
       (SELECT json_agg(format('%I.%I', pn.nspname, p.relname) ORDER BY i.inhseqno)::text
          FROM pg_inherits AS i JOIN pg_class AS p ON p.oid = i.inhparent JOIN pg_namespace AS pn ON pn.oid = p.relnamespace
         WHERE i.inhrelid = c.oid) AS inherits,
       CASE WHEN c.relrowsecurity THEN 'true' END AS row_security, CASE WHEN c.relforcerowsecurity THEN 'true' END AS force_row_security
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
 WHERE n.nspname = ANY (?) AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND NOT c.relispartition
 ORDER BY 4, 5
