SELECT 'pg_class'::regclass::oid AS classid, c.oid AS objid, 0 AS objsubid, n.nspname AS schema, quote_ident(c.relname) AS name, NULL AS parent,
       format('%I.%I', n.nspname, c.relname) AS identity, obj_description(c.oid, 'pg_class') AS comment, pg_get_userbyid(c.relowner) AS owner,
       CASE c.relpersistence WHEN 'u' THEN 'unlogged' END AS persistence,
       (SELECT string_agg(CASE k.parkind WHEN 'r' THEN 'RANGE' WHEN 'l' THEN 'LIST' ELSE 'HASH' END || ' ('
                          || (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY o.ordinal)
                                FROM unnest(k.paratts::int2[]) WITH ORDINALITY AS o (attnum, ordinal)
                                JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = o.attnum) || ')', ' SUBPARTITION BY ' ORDER BY k.parlevel)
          FROM pg_partition AS k WHERE k.parrelid = c.oid AND NOT k.paristemplate) AS partition_key,
       -- A table cannot be partitioned without a partition: the default one, else the first. More than one level is said completely.
       CASE WHEN (SELECT count(*) FROM pg_partition AS k WHERE k.parrelid = c.oid) > 1 THEN pg_get_partition_def(c.oid, true)
            ELSE (SELECT '(' || btrim(CASE WHEN l.reloptions IS NOT DISTINCT FROM c.reloptions
                                     THEN regexp_replace(pg_get_partition_rule_def(r.oid, true), '\s+WITH \([^()]*\)$', '')
                                     ELSE pg_get_partition_rule_def(r.oid, true) END) || ')'
                    FROM pg_partition AS k JOIN pg_partition_rule AS r ON r.paroid = k.oid JOIN pg_class AS l ON l.oid = r.parchildrelid
                   WHERE k.parrelid = c.oid ORDER BY r.parisdefault DESC, r.parruleord LIMIT 1) END AS first_partition,
       (SELECT json_object_agg(split_part(o.text, '=', 1), substr(o.text, strpos(o.text, '=') + 1))::text
          FROM unnest(c.reloptions) AS o (text)) AS options,
       (SELECT quote_ident(s.spcname) FROM pg_tablespace AS s WHERE s.oid = c.reltablespace) AS tablespace,
       pg_get_table_distributedby(c.oid) AS distribution,
       (SELECT json_agg(format('%I.%I', pn.nspname, p.relname) ORDER BY i.inhseqno)::text
          FROM pg_inherits AS i JOIN pg_class AS p ON p.oid = i.inhparent JOIN pg_namespace AS pn ON pn.oid = p.relnamespace
         WHERE i.inhrelid = c.oid) AS inherits
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
 WHERE n.nspname = ANY (?) AND c.relkind = 'r' AND c.relstorage <> 'x' AND c.relpersistence <> 't'
   AND NOT EXISTS (SELECT 1 FROM pg_partition_rule AS own WHERE own.parchildrelid = c.oid)
 ORDER BY 4, 5
