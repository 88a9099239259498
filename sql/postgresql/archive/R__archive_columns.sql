CREATE OR REPLACE FUNCTION partition_tools_internal.archive_columns(p_relid oid)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT json_agg(json_build_object(
                   'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'base_type', b.typname, 'base_schema', n.nspname,
                   'kind', b.typtype, 'typmod', CASE WHEN a.atttypmod >= 0 THEN a.atttypmod ELSE b.typmod END,
                   'collation', CASE WHEN a.attcollation <> t.typcollation THEN format('%I.%I', cn.nspname, c.collname) END,
                   'not_null', a.attnotnull) ORDER BY a.attnum)
          FROM pg_attribute a
          JOIN pg_type t ON t.oid = a.atttypid
         CROSS JOIN LATERAL partition_tools_internal.domain_base(a.atttypid) AS b
          JOIN pg_namespace n ON n.oid = b.typnamespace
          LEFT JOIN pg_collation c ON c.oid = a.attcollation LEFT JOIN pg_namespace cn ON cn.oid = c.collnamespace
         WHERE a.attrelid = p_relid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.archive_columns(oid) IS
    'The columns of a table that are archived, all but the generated ones, as a manifest has them.';

CREATE OR REPLACE FUNCTION partition_tools_internal.domain_base(p_type oid)
RETURNS TABLE (typname name, typnamespace oid, typtype "char", typmod int)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        WITH RECURSIVE step AS (
            SELECT t.oid, t.typbasetype, t.typname, t.typnamespace, t.typtype, -1 AS typmod FROM pg_type t WHERE t.oid = p_type
            UNION ALL
            SELECT t.oid, t.typbasetype, t.typname, t.typnamespace, t.typtype, coalesce(nullif(d.typtypmod, -1), s.typmod)
              FROM step s JOIN pg_type d ON d.oid = s.oid JOIN pg_type t ON t.oid = s.typbasetype
        )
        SELECT s.typname, s.typnamespace, s.typtype, s.typmod FROM step s WHERE s.typbasetype = 0;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.domain_base(oid) IS
    'A type, or the one that a domain stands on, with the modifier that the domain gives it.';
