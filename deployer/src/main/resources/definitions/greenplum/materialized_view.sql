SELECT 'pg_class'::regclass::oid AS classid, c.oid AS objid, 0 AS objsubid, n.nspname AS schema, quote_ident(c.relname) AS name, NULL AS parent,
       format('%I.%I', n.nspname, c.relname) AS identity, obj_description(c.oid, 'pg_class') AS comment, pg_get_userbyid(c.relowner) AS owner,
       pg_get_viewdef(c.oid) AS definition, array_to_string(c.reloptions, ', ') AS options, pg_get_table_distributedby(c.oid) AS distribution,
       (SELECT quote_ident(s.spcname) FROM pg_tablespace AS s WHERE s.oid = c.reltablespace) AS tablespace,
       (SELECT json_agg(json_build_array(a.attname, format_type(a.atttypid, a.atttypmod), (SELECT format('%I.%I', cn.nspname, l.collname)
                                  FROM pg_collation AS l JOIN pg_namespace AS cn ON cn.oid = l.collnamespace WHERE l.oid = a.attcollation)) ORDER BY a.attnum)::text
          FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0) AS columns,
       (SELECT json_object_agg(quote_ident(a.attname), d.description)::text
          FROM pg_description AS d JOIN pg_attribute AS a ON a.attrelid = d.objoid AND a.attnum = d.objsubid
         WHERE d.classoid = 'pg_class'::regclass AND d.objoid = c.oid AND d.objsubid > 0) AS column_comments
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
 WHERE n.nspname = ANY (?) AND c.relkind = 'm' AND c.relpersistence <> 't'
 ORDER BY 4, 5
