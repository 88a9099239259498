SELECT 'pg_class'::regclass::oid AS classid, c.oid AS objid, 0 AS objsubid, n.nspname AS schema, quote_ident(c.relname) AS name, NULL AS parent,
       format('%I.%I', n.nspname, c.relname) AS identity, obj_description(c.oid, 'pg_class') AS comment, pg_get_userbyid(c.relowner) AS owner,
       format_type(s.seqtypid, NULL) AS type, s.seqincrement::text AS increment, s.seqmin::text AS minimum, s.seqmax::text AS maximum,
       s.seqstart::text AS start, s.seqcache::text AS cache, s.seqcycle::text AS cycle, nullif(c.relpersistence, 'p')::text AS persistence
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_sequence AS s ON s.seqrelid = c.oid
 WHERE n.nspname = ANY (?) AND c.relkind = 'S' AND c.relpersistence <> 't'
   AND NOT EXISTS (SELECT 1 FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i'
                      AND d.refclassid = 'pg_class'::regclass)
 ORDER BY 4, 5
