SELECT 'pg_constraint'::regclass::oid AS classid, k.oid AS objid, 0 AS objsubid, n.nspname AS schema, quote_ident(k.conname) AS name,
       format('%I.%I', n.nspname, c.relname) AS parent, format('%I ON %I.%I', k.conname, n.nspname, c.relname) AS identity,
       obj_description(k.oid, 'pg_constraint') AS comment, NULL AS owner,
       CASE k.contype WHEN 'c' THEN 'check' WHEN 'f' THEN 'foreign' WHEN 'p' THEN 'primary' WHEN 'u' THEN 'unique' ELSE 'exclude' END AS form,
       CASE WHEN i.indexrelid IS NULL OR x.reloptions IS NULL THEN e.def
            ELSE left(e.def, length(e.def) - length(e.suffix)) || ' WITH (' || array_to_string(x.reloptions, ', ') || ')' || e.suffix END AS definition,
       (SELECT quote_ident(s.spcname) FROM pg_tablespace AS s WHERE s.oid = x.reltablespace) AS tablespace,
       CASE WHEN k.contype IN ('p', 'u') AND position('WITHOUT OVERLAPS' IN e.def) = 0 THEN
            substr(pg_get_indexdef(x.oid), 1 + length(format('CREATE UNIQUE INDEX %s ON %s%s USING ', quote_ident(x.relname),
                   CASE WHEN c.relkind = 'p' THEN 'ONLY ' ELSE '' END, format('%I.%I', n.nspname, c.relname)))) END AS index_body,
       CASE k.contype WHEN 'p' THEN 'PRIMARY KEY' WHEN 'u' THEN 'UNIQUE' END AS key_words, e.suffix AS suffix,
       (SELECT format('%I.%I', fn.nspname, f.relname) FROM pg_class AS f JOIN pg_namespace AS fn ON fn.oid = f.relnamespace WHERE f.oid = k.confrelid) AS referenced
  FROM pg_constraint AS k
  JOIN pg_class AS c ON c.oid = k.conrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_index AS i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x')
  LEFT JOIN pg_class AS x ON x.oid = i.indexrelid
  CROSS JOIN LATERAL (
        SELECT pg_get_constraintdef(k.oid) AS def,
               coalesce(substring(pg_get_constraintdef(k.oid) FROM '( WHERE \(.*\))?( DEFERRABLE)?( INITIALLY DEFERRED)?$'), '') AS ignored,
               CASE WHEN k.contype = 'x' THEN coalesce(substring(pg_get_constraintdef(k.oid) FROM ' WHERE \(.*$'), '') ELSE '' END
               || CASE WHEN k.contype = 'x' AND pg_get_constraintdef(k.oid) LIKE '% WHERE (%' THEN '' ELSE
                  CASE WHEN k.condeferrable THEN ' DEFERRABLE' ELSE '' END || CASE WHEN k.condeferred THEN ' INITIALLY DEFERRED' ELSE '' END END AS suffix) AS e
 WHERE n.nspname = ANY (?) AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND k.contype IN ('c', 'f', 'p', 'u', 'x')
   AND k.conislocal AND k.conparentid = 0
 ORDER BY 4, 6, k.contype = 'f', 5
