SELECT 'pg_type'::regclass::oid AS classid, t.oid AS objid, 0 AS objsubid, n.nspname AS schema, quote_ident(t.typname) AS name, NULL AS parent,
       format('%I.%I', n.nspname, t.typname) AS identity, obj_description(t.oid, 'pg_type') AS comment, pg_get_userbyid(t.typowner) AS owner,
       CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'c' THEN 'composite' ELSE 'range' END AS form,
       CASE WHEN t.typtype = 'e' THEN (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder)::text FROM pg_enum AS e WHERE e.enumtypid = t.oid) END AS labels,
       CASE WHEN t.typtype = 'c' THEN (
            SELECT coalesce(json_agg(json_build_array(quote_ident(a.attname), format_type(a.atttypid, a.atttypmod)
                   || CASE WHEN a.attcollation <> y.typcollation THEN (SELECT format(' COLLATE %I.%I', cn.nspname, c.collname)
                           FROM pg_collation AS c JOIN pg_namespace AS cn ON cn.oid = c.collnamespace WHERE c.oid = a.attcollation) ELSE '' END)
                   ORDER BY a.attnum), '[]')::text
              FROM pg_attribute AS a JOIN pg_type AS y ON y.oid = a.atttypid
             WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) END AS attributes,
       CASE WHEN t.typtype = 'r' THEN (
            SELECT 'SUBTYPE = ' || format_type(r.rngsubtype, NULL)
                   || CASE WHEN NOT o.opcdefault THEN format(', SUBTYPE_OPCLASS = %I.%I', opn.nspname, o.opcname) ELSE '' END
                   || CASE WHEN r.rngcollation <> s.typcollation THEN (SELECT format(', COLLATION = %I.%I', cn.nspname, c.collname)
                           FROM pg_collation AS c JOIN pg_namespace AS cn ON cn.oid = c.collnamespace WHERE c.oid = r.rngcollation) ELSE '' END
                   || CASE WHEN r.rngcanonical <> 0 THEN ', CANONICAL = ' || (SELECT format('%I.%I', pn.nspname, p.proname)
                           FROM pg_proc AS p JOIN pg_namespace AS pn ON pn.oid = p.pronamespace WHERE p.oid = r.rngcanonical) ELSE '' END
                   || CASE WHEN r.rngsubdiff <> 0 THEN ', SUBTYPE_DIFF = ' || (SELECT format('%I.%I', pn.nspname, p.proname)
                           FROM pg_proc AS p JOIN pg_namespace AS pn ON pn.oid = p.pronamespace WHERE p.oid = r.rngsubdiff) ELSE '' END
                   || (SELECT format(', MULTIRANGE_TYPE_NAME = %I.%I', mn.nspname, m.typname)
                         FROM pg_type AS m JOIN pg_namespace AS mn ON mn.oid = m.typnamespace WHERE m.oid = r.rngmultitypid)
              FROM pg_range AS r JOIN pg_type AS s ON s.oid = r.rngsubtype JOIN pg_opclass AS o ON o.oid = r.rngsubopc
              JOIN pg_namespace AS opn ON opn.oid = o.opcnamespace
             WHERE r.rngtypid = t.oid) END AS range
  FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace
 WHERE n.nspname = ANY (?)
   AND (t.typtype IN ('e', 'r') OR t.typtype = 'c' AND (SELECT c.relkind FROM pg_class AS c WHERE c.oid = t.typrelid) = 'c')
 ORDER BY 4, 5
