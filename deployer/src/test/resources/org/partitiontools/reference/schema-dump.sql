-- The installed bundle as lines of text, in an order that depends on nothing but names. OIDs, owners and sizes are left out.
WITH schemas AS (
    SELECT oid, nspname, nspacl FROM pg_namespace WHERE nspname IN ('partition_tools', 'partition_tools_internal', 'partition_tools_stage')
), relations AS (
    SELECT c.oid, c.relname, c.relkind, c.relacl, c.reloptions, s.nspname,
           format('%s %s.%s',
                  CASE c.relkind WHEN 'v' THEN 'view' WHEN 'c' THEN 'type' WHEN 'S' THEN 'sequence' ELSE 'table' END,
                  s.nspname, c.relname) AS title
    FROM pg_class c
    JOIN schemas s ON s.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'c', 'S')
), routines AS (
    SELECT p.*, s.nspname,
           format('%s %s.%s(%s)', CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
                  s.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS title
    FROM pg_proc p
    JOIN schemas s ON s.oid = p.pronamespace
), acls (title, acl, part) AS (
    SELECT 'schema ' || nspname, nspacl, '' FROM schemas
    UNION ALL SELECT title, relacl, '' FROM relations
    UNION ALL SELECT title, proacl, '' FROM routines
    UNION ALL SELECT r.title, a.attacl, ' on column ' || a.attname FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid
), lines (title, rank, name, line) AS (
    SELECT 'schema ' || nspname, 0, '', '' FROM schemas
    UNION ALL
    SELECT 'schema ' || nspname, 9, '', 'comment: ' || obj_description(oid, 'pg_namespace') FROM schemas
    UNION ALL
    SELECT title, 0, '', coalesce(array_to_string(reloptions, ', '), '') FROM relations
    UNION ALL
    SELECT title, 9, '', 'comment: ' || obj_description(oid, 'pg_class') FROM relations
    UNION ALL
    SELECT r.title, 1, lpad(a.attnum::text, 4, '0'),
           format('%s %s', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod))
           || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
           || CASE a.attidentity WHEN 'a' THEN ' IDENTITY ALWAYS' WHEN 'd' THEN ' IDENTITY BY DEFAULT' ELSE '' END
           || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
           || coalesce(' -- ' || col_description(a.attrelid, a.attnum), '')
    FROM relations r
    JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE r.relkind <> 'S'
    UNION ALL
    -- NOT NULL is shown with its column; only PostgreSQL 18 and later list it as a constraint, too.
    SELECT r.title, 2, con.conname, format('constraint %I %s', con.conname, pg_get_constraintdef(con.oid))
    FROM relations r
    JOIN pg_constraint con ON con.conrelid = r.oid AND con.contype <> 'n'
    UNION ALL
    SELECT r.title, 3, i.indexrelid::regclass::text, 'index ' || pg_get_indexdef(i.indexrelid)
    FROM relations r
    JOIN pg_index i ON i.indrelid = r.oid
    WHERE NOT EXISTS (SELECT FROM pg_constraint con WHERE con.conindid = i.indexrelid AND con.conrelid = i.indrelid)
    UNION ALL
    SELECT r.title, 4, t.tgname, pg_get_triggerdef(t.oid)
    FROM relations r
    JOIN pg_trigger t ON t.tgrelid = r.oid AND NOT t.tgisinternal
    UNION ALL
    SELECT r.title, 5, rule.rulename, 'rule ' || pg_get_ruledef(rule.oid)
    FROM relations r
    JOIN pg_rewrite rule ON rule.ev_class = r.oid AND rule.rulename <> '_RETURN'
    UNION ALL
    SELECT title, 6, '', 'AS ' || pg_get_viewdef(oid, true) FROM relations WHERE relkind IN ('v', 'm')
    UNION ALL
    SELECT p.title, 0, '', ''
    FROM routines p
    UNION ALL
    SELECT p.title, 1, '', 'arguments: ' || pg_get_function_arguments(p.oid)
    FROM routines p
    UNION ALL
    SELECT p.title, 2, '', 'returns: ' || pg_get_function_result(p.oid)
    FROM routines p
    WHERE p.prokind <> 'p'
    UNION ALL
    SELECT p.title, 3, '',
           concat_ws(', ', l.lanname,
                     CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END,
                     CASE WHEN p.proisstrict THEN 'strict' END,
                     CASE WHEN p.prosecdef THEN 'security definer' END,
                     CASE p.proparallel WHEN 's' THEN 'parallel safe' WHEN 'r' THEN 'parallel restricted' END,
                     array_to_string(p.proconfig, ', '),
                     'body ' || md5(replace(coalesce(p.prosrc, ''), E'\r', '')))
    FROM routines p
    JOIN pg_language l ON l.oid = p.prolang
    UNION ALL
    SELECT p.title, 9, '', 'comment: ' || obj_description(p.oid, 'pg_proc') FROM routines p
    UNION ALL
    SELECT acls.title, 8, coalesce(grantee.rolname, '') || acls.part, format('granted%s to %s: %s', acls.part,
           coalesce(grantee.rolname, 'public'), string_agg(item.privilege_type, ', ' ORDER BY item.privilege_type))
    FROM acls
    CROSS JOIN LATERAL aclexplode(acls.acl) item
    LEFT JOIN pg_roles grantee ON grantee.oid = item.grantee
    WHERE item.grantee <> item.grantor
    GROUP BY acls.title, acls.part, grantee.rolname
)
SELECT CASE WHEN rank = 0 THEN E'\n' || rtrim(title || ' ' || line) ELSE '    ' || replace(line, E'\n', E'\n    ') END
FROM lines
WHERE line IS NOT NULL
ORDER BY title COLLATE "C", rank, name COLLATE "C", line COLLATE "C"
