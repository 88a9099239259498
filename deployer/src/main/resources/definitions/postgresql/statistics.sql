SELECT 'pg_statistic_ext'::regclass::oid AS classid, s.oid AS objid, 0 AS objsubid, n.nspname AS schema, quote_ident(s.stxname) AS name,
       format('%I.%I', cn.nspname, c.relname) AS parent, format('%I.%I', n.nspname, s.stxname) AS identity,
       obj_description(s.oid, 'pg_statistic_ext') AS comment, pg_get_userbyid(s.stxowner) AS owner,
       pg_get_statisticsobjdef(s.oid) AS definition, nullif(s.stxstattarget, -1)::text AS target
  FROM pg_statistic_ext AS s JOIN pg_namespace AS n ON n.oid = s.stxnamespace
  JOIN pg_class AS c ON c.oid = s.stxrelid JOIN pg_namespace AS cn ON cn.oid = c.relnamespace
 WHERE n.nspname = ANY (?) AND NOT c.relispartition
 ORDER BY 4, 5
