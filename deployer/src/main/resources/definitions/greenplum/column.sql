SELECT 'pg_class'::regclass::oid AS classid, c.oid AS objid, a.attnum::int AS objsubid, n.nspname AS schema, quote_ident(a.attname) AS name,
       format('%I.%I', n.nspname, c.relname) AS parent, format('%I.%I.%I', n.nspname, c.relname, a.attname) AS identity,
       col_description(c.oid, a.attnum) AS comment, NULL AS owner,
       format_type(a.atttypid, a.atttypmod) AS type,
       CASE WHEN a.attcollation <> t.typcollation THEN (SELECT format('%I.%I', cn.nspname, l.collname)
            FROM pg_collation AS l JOIN pg_namespace AS cn ON cn.oid = l.collnamespace WHERE l.oid = a.attcollation) END AS collation,
       CASE WHEN a.attnotnull THEN 'true' END AS not_null,
       pg_get_expr(d.adbin, d.adrelid) AS "default",
       CASE WHEN a.attstorage <> t.typstorage THEN CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END AS storage,
       CASE t.typstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END AS type_storage,
       nullif(a.attstattarget, -1)::text AS statistics,
       (SELECT json_object_agg(split_part(o.text, '=', 1), substr(o.text, strpos(o.text, '=') + 1))::text FROM unnest(a.attoptions) AS o (text)) AS options,
       -- In a column-oriented table each column is compressed in its own way. What the table says is for those that it is created with.
       (SELECT string_agg(o.text, ', ' ORDER BY o.text) FROM unnest(e.attoptions) AS o (text)) AS encoding,
       CASE WHEN (SELECT array_agg(o.text ORDER BY o.text) FROM unnest(e.attoptions) AS o (text)) = ARRAY[
                 'blocksize=' || coalesce(w.blocksize, '32768'),
                 'compresslevel=' || coalesce(w.compresslevel, CASE WHEN coalesce(w.compresstype, 'none') = 'none' THEN '0' ELSE '1' END),
                 'compresstype=' || coalesce(w.compresstype, 'none')] THEN 'true' END AS usual_encoding,
       CASE WHEN EXISTS (SELECT 1 FROM pg_partition AS k WHERE k.parrelid = c.oid AND a.attnum = ANY (k.paratts::int2[])) THEN 'true' END AS in_key,
       CASE WHEN EXISTS (SELECT 1 FROM gp_distribution_policy AS k WHERE k.localoid = c.oid AND a.attnum = ANY (k.distkey::int2[])) THEN 'true' END AS in_distribution
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attislocal
  JOIN pg_type AS t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
  LEFT JOIN pg_attribute_encoding AS e ON e.attrelid = c.oid AND e.attnum = a.attnum
  CROSS JOIN LATERAL (
        SELECT max(CASE WHEN o.text LIKE 'blocksize=%' THEN split_part(o.text, '=', 2) END) AS blocksize,
               max(CASE WHEN o.text LIKE 'compresslevel=%' THEN split_part(o.text, '=', 2) END) AS compresslevel,
               max(CASE WHEN o.text LIKE 'compresstype=%' THEN split_part(o.text, '=', 2) END) AS compresstype
          FROM unnest(c.reloptions) AS o (text)) AS w
 WHERE n.nspname = ANY (?) AND c.relkind = 'r' AND c.relstorage <> 'x' AND c.relpersistence <> 't'
   AND NOT EXISTS (SELECT 1 FROM pg_partition_rule AS own WHERE own.parchildrelid = c.oid)
 ORDER BY 4, 6, a.attnum
