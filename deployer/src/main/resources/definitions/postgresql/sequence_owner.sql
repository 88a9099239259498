SELECT 0::oid AS classid, d.objid AS objid, 0 AS objsubid, n.nspname AS schema, quote_ident(c.relname) AS name, format('%I.%I', tn.nspname, t.relname) AS parent,
       format('%I.%I', n.nspname, c.relname) AS identity, NULL AS comment, NULL AS owner,
       format('%I.%I', n.nspname, c.relname) AS sequence, format('%I.%I.%I', tn.nspname, t.relname, a.attname) AS "column",
       format('%I.%I', tn.nspname, t.relname) || '.' || quote_ident(a.attname) AS column_identity
  FROM pg_depend AS d
  JOIN pg_class AS c ON c.oid = d.objid AND c.relkind = 'S'
  JOIN pg_namespace AS n ON n.oid = c.relnamespace
  JOIN pg_class AS t ON t.oid = d.refobjid
  JOIN pg_namespace AS tn ON tn.oid = t.relnamespace
  JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
 WHERE n.nspname = ANY (?) AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a' AND d.refobjsubid > 0
 ORDER BY 7
