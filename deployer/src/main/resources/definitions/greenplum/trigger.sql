SELECT 'pg_trigger'::regclass::oid AS classid, t.oid AS objid, 0 AS objsubid, n.nspname AS schema, quote_ident(t.tgname) AS name,
       format('%I.%I', n.nspname, c.relname) AS parent, format('%I ON %I.%I', t.tgname, n.nspname, c.relname) AS identity,
       obj_description(t.oid, 'pg_trigger') AS comment, NULL AS owner,
       pg_get_triggerdef(t.oid) AS definition, CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE' END AS enabled,
       CASE WHEN t.tgconstraint <> 0 THEN 'true' END AS is_constraint
  FROM pg_trigger AS t
  JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
  JOIN pg_proc AS p ON p.oid = t.tgfoid JOIN pg_namespace AS pn ON pn.oid = p.pronamespace
 WHERE n.nspname = ANY (?) AND NOT t.tgisinternal AND NOT EXISTS (SELECT 1 FROM pg_partition_rule AS own WHERE own.parchildrelid = c.oid) AND c.relkind IN ('r', 'v')
   AND pn.nspname NOT IN ('partition_tools', 'partition_tools_internal')
 ORDER BY 4, 6, 5
