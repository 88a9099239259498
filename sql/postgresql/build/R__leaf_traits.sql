CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_traits(p_relid oid)
RETURNS TABLE (kind text, name text, definition text, condition text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT 'owner', NULL, pg_get_userbyid(c.relowner)::text, NULL FROM pg_class AS c WHERE c.oid = p_relid
        UNION ALL
        SELECT 'grant', NULL, format('%s%s TO %s%s', g.privileges, ' (' || quote_ident(g.attname) || ')', partition_tools_internal.grantee_name(g.grantee),
                                     CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' END), NULL
          FROM partition_tools_internal.leaf_grants(p_relid) AS g
        UNION ALL
        SELECT 'default', a.attname, format('%I DEFAULT %s', a.attname, pg_get_expr(d.adbin, d.adrelid)), NULL
          FROM pg_attribute AS a JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
         WHERE a.attrelid = p_relid AND a.attgenerated = '' AND NOT a.attisdropped
        UNION ALL
        SELECT 'replica identity', NULL, CASE c.relreplident WHEN 'd' THEN 'DEFAULT' WHEN 'n' THEN 'NOTHING' WHEN 'f' THEN 'FULL' ELSE 'USING INDEX ' ||
                   (SELECT format('(%s)', string_agg(pg_get_indexdef(x.indexrelid, n, true), ', ' ORDER BY n))
                      FROM pg_index AS x, generate_series(1, x.indnatts) AS n WHERE x.indrelid = c.oid AND x.indisreplident) END, NULL
          FROM pg_class AS c WHERE c.oid = p_relid
        UNION ALL
        SELECT * FROM partition_tools_internal.leaf_constraints(p_relid)
        UNION ALL
        SELECT 'trigger', t.tgname, format('%s %s', partition_tools_internal.trigger_state_clause(t.tgenabled),
                   CASE WHEN t.tgparentid = 0 THEN replace(pg_get_triggerdef(t.oid), format(' ON %I.%I ', n.nspname, c.relname), ' ON ') ELSE t.tgname::text END), NULL
          FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
         WHERE t.tgrelid = p_relid AND left(t.tgname, 17) <> 'partition_tools_j'
           -- PostgreSQL 14 calls inherited triggers internal; those of keys are internal everywhere.
           AND (NOT t.tgisinternal OR t.tgparentid <> 0) AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.oid = t.tgconstraint AND k.contype <> 't')
        UNION ALL
        SELECT 'publication', p.publication::text, format('%I%s', p.publication, p.clause), NULL
          FROM partition_tools_internal.leaf_publications(p_relid) AS p;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_traits(oid) IS
    'What partitions must have in common that become one: owner, privileges, defaults, replica identity, constraints, triggers, publications; in words that do not name the partition. condition: of a CHECK.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_constraints(p_relid oid)
RETURNS TABLE (kind text, name text, definition text, condition text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT CASE k.contype WHEN 'c' THEN 'CHECK' ELSE 'foreign key' END, k.conname::text, regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', ''),
               CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid) END
          FROM pg_constraint AS k
         WHERE k.conrelid = p_relid AND k.contype IN ('c', 'f') AND left(k.conname, 17) <> 'partition_tools_j'
           AND NOT EXISTS (SELECT FROM pg_constraint AS p WHERE p.oid = k.conparentid AND p.conrelid = k.conrelid)
        UNION ALL
        SELECT 'NOT NULL', a.attname, format('%I NOT NULL', a.attname), NULL
          FROM pg_attribute AS a WHERE a.attrelid = p_relid AND a.attnum > 0 AND a.attnotnull AND NOT a.attisdropped
        UNION ALL
        -- Those of the table are on all of its partitions.
        SELECT 'unique index', i.relname, coalesce(pg_get_constraintdef(k.oid), partition_tools_internal.index_tail(x.indexrelid)), NULL
          FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid
          LEFT JOIN pg_constraint AS k ON k.conindid = x.indexrelid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u', 'x')
         WHERE x.indrelid = p_relid AND x.indisvalid AND (x.indisunique OR x.indisexclusion)
           AND NOT EXISTS (SELECT FROM pg_inherits AS h WHERE h.inhrelid = x.indexrelid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_constraints(oid) IS
    'What a partition demands of its rows: CHECK constraints, foreign keys, NOT NULL, unique and exclusion indexes of its own.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_grants(p_relid oid)
RETURNS TABLE (grantee oid, is_grantable boolean, attname name, privileges text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT g.grantee, g.is_grantable, g.attname, g.privilege_type
          FROM (SELECT x.grantee, NULL::name AS attname, x.privilege_type, bool_or(x.is_grantable) AS is_grantable
                  FROM pg_class AS c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) AS x WHERE c.oid = p_relid
                 GROUP BY x.grantee, x.privilege_type
                UNION ALL
                SELECT x.grantee, a.attname, x.privilege_type, bool_or(x.is_grantable)
                  FROM pg_attribute AS a, aclexplode(a.attacl) AS x WHERE a.attrelid = p_relid AND NOT a.attisdropped
                 GROUP BY x.grantee, a.attname, x.privilege_type) AS g;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_grants(oid) IS
    'The privileges on a table and its columns. Whoever granted them, the owner will have.';
CREATE OR REPLACE FUNCTION partition_tools_internal.index_tail(p_index oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- What follows the table's name: the prefix is known to the letter, so no quoted name can mislead.
    RETURN (SELECT substr(pg_get_indexdef(x.indexrelid), length(format('CREATE %sINDEX %I ON %s%I.%I ', CASE WHEN x.indisunique THEN 'UNIQUE ' END,
                                                         i.relname, CASE WHEN i.relkind = 'I' THEN 'ONLY ' END, n.nspname, t.relname)) + 1)
              FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid JOIN pg_class AS t ON t.oid = x.indrelid JOIN pg_namespace AS n ON n.oid = t.relnamespace
             WHERE x.indexrelid = p_index);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.index_tail(oid) IS 'The definition of an index without the names of index and table.';
