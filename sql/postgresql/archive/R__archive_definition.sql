CREATE OR REPLACE FUNCTION partition_tools_internal.archive_definition(p_relid oid)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT json_build_object(
                   'schema', n.nspname, 'name', c.relname,
                   'columns', partition_tools_internal.archive_columns(p_relid), 'ddl', partition_tools_internal.archive_ddl(p_relid),
                   'tablespace', partition_tools_internal.tablespace_name(c.reltablespace),
                   'options', coalesce(c.reloptions, '{}') || ARRAY(SELECT 'toast.' || o FROM pg_class t, unnest(t.reloptions) AS o WHERE t.oid = c.reltoastrelid),
                   'owner', pg_get_userbyid(c.relowner), 'privileges', partition_tools_internal.archive_privileges(p_relid),
                   'indexes', partition_tools_internal.archive_indexes(p_relid), 'comment', obj_description(p_relid, 'pg_class'))
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = p_relid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.archive_definition(oid) IS
    'What a partition is like, as an archive keeps it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.archive_privileges(p_relid oid)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT json_agg(json_build_object('grantee', CASE WHEN x.grantee <> 0 THEN pg_get_userbyid(x.grantee) END,
                                          'privilege', x.privilege_type, 'grantable', x.is_grantable, 'column', x.attname))
          FROM (SELECT p.grantee, p.privilege_type, p.is_grantable, NULL::name AS attname
                  FROM pg_class c, aclexplode(c.relacl) AS p WHERE c.oid = p_relid
                UNION ALL
                SELECT p.grantee, p.privilege_type, p.is_grantable, a.attname
                  FROM pg_attribute a, aclexplode(a.attacl) AS p WHERE a.attrelid = p_relid AND a.attnum > 0 AND NOT a.attisdropped) AS x);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.archive_privileges(oid) IS
    'Who may do what with a partition and its columns, as an archive keeps it; a grantee of NULL is PUBLIC. NULL where nobody was ever granted anything.';

CREATE OR REPLACE FUNCTION partition_tools_internal.archive_indexes(p_relid oid)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce((
        SELECT json_agg(json_build_object('name', i.relname, 'unique', x.indisunique,
                                          'constraint', (SELECT pg_get_constraintdef(k.oid) FROM pg_constraint k
                                                          WHERE k.conindid = x.indexrelid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u', 'x')),
                                          -- What follows the table's name: the prefix is known to the letter.
                                          'definition', substr(pg_get_indexdef(x.indexrelid), length(format('CREATE %sINDEX %I ON %I.%I ',
                                              CASE WHEN x.indisunique THEN 'UNIQUE ' END, i.relname, n.nspname, c.relname)) + 1)) ORDER BY x.indexrelid)
          FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE x.indrelid = p_relid AND x.indisvalid AND NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = x.indexrelid)), '[]');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.archive_indexes(oid) IS
    'The indexes that a partition has of its own, as an archive keeps them; those of its table come with the table.';
