SELECT 'pg_rewrite'::regclass::oid AS classid, r.oid AS objid, 0 AS objsubid, n.nspname AS schema, quote_ident(r.rulename) AS name,
       format('%I.%I', n.nspname, c.relname) AS parent, format('%I ON %I.%I', r.rulename, n.nspname, c.relname) AS identity,
       obj_description(r.oid, 'pg_rewrite') AS comment, NULL AS owner,
       pg_get_ruledef(r.oid) AS definition, CASE r.ev_enabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE' END AS enabled
  FROM pg_rewrite AS r
  JOIN pg_class AS c ON c.oid = r.ev_class JOIN pg_namespace AS n ON n.oid = c.relnamespace
 WHERE n.nspname = ANY (?) AND r.rulename <> '_RETURN' AND NOT EXISTS (SELECT 1 FROM pg_partition_rule AS own WHERE own.parchildrelid = c.oid) AND c.relkind IN ('r', 'v')
 ORDER BY 4, 6, 5
