-- Everything a partition is, as lines of text by names, never by oids: two tables with the same lines are the same.
-- Parameter: the partition, as regclass. Runs with search_path = pg_catalog, so that every other name is qualified.
WITH leaf AS (
    SELECT c.*, n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ?::text::regclass
), line (kind, text) AS (
    SELECT 'table', concat_ws(' | ', format('%I.%I', l.nspname, l.relname), 'owner ' || pg_get_userbyid(l.relowner), 'persistence ' || l.relpersistence::text,
               'tablespace ' || coalesce(s.spcname, '-'), 'method ' || m.amname, 'replica identity ' || l.relreplident::text,
               'row security ' || l.relrowsecurity || ' ' || l.relforcerowsecurity)
      FROM leaf l LEFT JOIN pg_tablespace s ON s.oid = l.reltablespace LEFT JOIN pg_am m ON m.oid = l.relam
    UNION ALL
    SELECT 'table bound', pg_get_expr(l.relpartbound, l.oid) FROM leaf l
    UNION ALL
    SELECT 'table comment', obj_description(l.oid, 'pg_class') FROM leaf l
    UNION ALL
    SELECT 'table option', unnest(l.reloptions) FROM leaf l
    UNION ALL
    SELECT 'table option', 'toast.' || unnest(t.reloptions) FROM leaf l JOIN pg_class t ON t.oid = l.reltoastrelid
    UNION ALL
    SELECT 'table grant', format('%s to %s%s', x.privilege_type, CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(x.grantee) END,
                                 CASE WHEN x.is_grantable THEN ' with grant option' END)
      FROM leaf l, aclexplode(coalesce(l.relacl, acldefault('r', l.relowner))) AS x
    UNION ALL
    SELECT 'column', concat_ws(' | ', row_number() OVER (ORDER BY a.attnum), a.attname, format_type(a.atttypid, a.atttypmod), 'not null ' || a.attnotnull,
               'default ' || pg_get_expr(d.adbin, d.adrelid), 'identity ' || nullif(a.attidentity::text, ''), 'generated ' || nullif(a.attgenerated::text, ''),
               'collation ' || (SELECT k.collname FROM pg_collation k WHERE k.oid = a.attcollation), 'storage ' || a.attstorage::text,
               'compression ' || nullif(a.attcompression::text, ''), 'statistics ' || nullif(a.attstattarget, -1), 'options ' || a.attoptions::text,
               'local ' || a.attislocal, 'inherited ' || a.attinhcount, 'comment ' || col_description(a.attrelid, a.attnum))
      FROM leaf l JOIN pg_attribute a ON a.attrelid = l.oid LEFT JOIN pg_attrdef d ON d.adrelid = l.oid AND d.adnum = a.attnum
     WHERE a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT 'column grant', format('%s (%I) to %s%s', x.privilege_type, a.attname, CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(x.grantee) END,
                                  CASE WHEN x.is_grantable THEN ' with grant option' END)
      FROM leaf l JOIN pg_attribute a ON a.attrelid = l.oid, aclexplode(a.attacl) AS x WHERE NOT a.attisdropped
    UNION ALL
    SELECT 'sequence', format('%s of column %s: %s', q.oid::regclass, a.attname, (to_jsonb(v) - 'last_value' - 'sequenceowner')::text)
      FROM leaf l JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = l.oid AND d.classid = 'pg_class'::regclass
      JOIN pg_class q ON q.oid = d.objid AND q.relkind = 'S'
      JOIN pg_attribute a ON a.attrelid = l.oid AND a.attnum = d.refobjsubid
      JOIN pg_namespace n ON n.oid = q.relnamespace
      JOIN pg_sequences v ON v.schemaname = n.nspname AND v.sequencename = q.relname
    UNION ALL
    SELECT 'constraint', concat_ws(' | ', k.conname, pg_get_constraintdef(k.oid), 'validated ' || k.convalidated, 'local ' || k.conislocal, 'inherited ' || k.coninhcount,
               'of ' || (SELECT p.conrelid::regclass || '.' || p.conname FROM pg_constraint p WHERE p.oid = k.conparentid), 'comment ' || obj_description(k.oid, 'pg_constraint'))
      FROM leaf l JOIN pg_constraint k ON k.conrelid = l.oid
     WHERE NOT EXISTS (SELECT FROM pg_constraint p WHERE p.oid = k.conparentid AND p.conrelid = k.conrelid)
    UNION ALL
    SELECT 'index', concat_ws(' | ', pg_get_indexdef(x.indexrelid), 'tablespace ' || coalesce(s.spcname, '-'), 'owner ' || pg_get_userbyid(i.relowner),
               CASE WHEN x.indisclustered THEN 'clustered' END, CASE WHEN x.indisreplident THEN 'replica identity' END, CASE WHEN NOT x.indisvalid THEN 'invalid' END,
               'of ' || (SELECT h.inhparent::regclass FROM pg_inherits h WHERE h.inhrelid = i.oid),
               'statistics ' || (SELECT string_agg(a.attnum || ' ' || a.attstattarget, ', ' ORDER BY a.attnum) FROM pg_attribute a
                                  WHERE a.attrelid = i.oid AND coalesce(a.attstattarget, -1) >= 0),
               'comment ' || obj_description(i.oid, 'pg_class'))
      FROM leaf l JOIN pg_index x ON x.indrelid = l.oid JOIN pg_class i ON i.oid = x.indexrelid LEFT JOIN pg_tablespace s ON s.oid = i.reltablespace
    UNION ALL
    SELECT 'statistics', concat_ws(' | ', pg_get_statisticsobjdef(x.oid), 'owner ' || pg_get_userbyid(x.stxowner), 'target ' || nullif(x.stxstattarget, -1),
                                   'comment ' || obj_description(x.oid, 'pg_statistic_ext'))
      FROM leaf l JOIN pg_statistic_ext x ON x.stxrelid = l.oid
    UNION ALL
    SELECT 'trigger', concat_ws(' | ', pg_get_triggerdef(t.oid), 'enabled ' || t.tgenabled::text, CASE WHEN t.tgparentid <> 0 THEN 'inherited' END, 'comment ' || obj_description(t.oid, 'pg_trigger'))
      FROM leaf l JOIN pg_trigger t ON t.tgrelid = l.oid
     -- PostgreSQL 14 calls inherited triggers internal; those of keys are internal everywhere.
     WHERE (NOT t.tgisinternal OR t.tgparentid <> 0) AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.oid = t.tgconstraint AND k.contype <> 't')
    UNION ALL
    SELECT 'policy', concat_ws(' | ', p.polname, 'permissive ' || p.polpermissive, 'command ' || p.polcmd::text,
               'roles ' || (SELECT string_agg(CASE u WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(u) END, ', ' ORDER BY pg_get_userbyid(u)) FROM unnest(p.polroles) AS u),
               'using ' || pg_get_expr(p.polqual, p.polrelid), 'check ' || pg_get_expr(p.polwithcheck, p.polrelid), 'comment ' || obj_description(p.oid, 'pg_policy'))
      FROM leaf l JOIN pg_policy p ON p.polrelid = l.oid
    UNION ALL
    SELECT 'publication', to_jsonb(p)::text FROM leaf l JOIN pg_publication_tables p ON p.schemaname = l.nspname AND p.tablename = l.relname
)
SELECT kind || ': ' || text FROM line WHERE text IS NOT NULL ORDER BY kind COLLATE "C", text COLLATE "C"
