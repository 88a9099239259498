SELECT 'pg_class'::regclass::oid AS classid, c.oid AS objid, a.attnum::int AS objsubid, n.nspname AS schema, quote_ident(a.attname) AS name,
       format('%I.%I', n.nspname, c.relname) AS parent, format('%I.%I.%I', n.nspname, c.relname, a.attname) AS identity,
       col_description(c.oid, a.attnum) AS comment, NULL AS owner,
       format_type(a.atttypid, a.atttypmod) AS type,
       CASE WHEN a.attcollation <> t.typcollation THEN (SELECT format('%I.%I', cn.nspname, l.collname)
            FROM pg_collation AS l JOIN pg_namespace AS cn ON cn.oid = l.collnamespace WHERE l.oid = a.attcollation) END AS collation,
       CASE WHEN a.attnotnull THEN 'true' END AS not_null,
       pg_get_expr(d.adbin, d.adrelid) AS "default",
       CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END AS generated,
       CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' END AS identity_kind,
       CASE WHEN a.attidentity <> '' THEN (
            SELECT format('INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s %s', s.seqincrement, s.seqmin, s.seqmax, s.seqstart, s.seqcache,
                          CASE WHEN s.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END)
              FROM pg_depend AS e JOIN pg_sequence AS s ON s.seqrelid = e.objid
             WHERE e.classid = 'pg_class'::regclass AND e.refclassid = 'pg_class'::regclass AND e.refobjid = c.oid AND e.refobjsubid = a.attnum
               AND e.deptype = 'i') END AS identity_options,
       CASE WHEN a.attidentity <> '' THEN (
            SELECT format('%I.%I', sn.nspname, sc.relname)
              FROM pg_depend AS e JOIN pg_class AS sc ON sc.oid = e.objid AND sc.relkind = 'S' JOIN pg_namespace AS sn ON sn.oid = sc.relnamespace
             WHERE e.classid = 'pg_class'::regclass AND e.refclassid = 'pg_class'::regclass AND e.refobjid = c.oid AND e.refobjsubid = a.attnum
               AND e.deptype = 'i') END AS identity_sequence,
       CASE WHEN a.attstorage <> t.typstorage THEN CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END AS storage,
       CASE t.typstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END AS type_storage,
       CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END AS compression,
       nullif(a.attstattarget, -1)::text AS statistics,
       (SELECT json_object_agg(split_part(o.text, '=', 1), substr(o.text, strpos(o.text, '=') + 1))::text FROM unnest(a.attoptions) AS o (text)) AS options,
       CASE WHEN EXISTS (SELECT 1 FROM pg_partitioned_table AS k WHERE k.partrelid = c.oid AND (a.attnum = ANY (k.partattrs::int2[]) OR 0 = ANY (k.partattrs::int2[]))) THEN 'true' END AS in_key
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attislocal
  JOIN pg_type AS t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
 WHERE n.nspname = ANY (?) AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND NOT c.relispartition
 ORDER BY 4, 6, a.attnum
