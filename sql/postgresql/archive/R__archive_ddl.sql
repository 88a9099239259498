CREATE OR REPLACE FUNCTION partition_tools_internal.archive_ddl(p_relid oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET intervalstyle = 'postgres'
AS $$
DECLARE
    v_parts text[];
BEGIN
    v_parts := ARRAY(
        SELECT concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
                         CASE WHEN a.attcollation <> t.typcollation THEN format('COLLATE %I.%I', cn.nspname, c.collname) END,
                         CASE WHEN a.attgenerated <> '' THEN format('GENERATED ALWAYS AS (%s) %s', pg_get_expr(d.adbin, d.adrelid),
                                                                    CASE a.attgenerated WHEN 's' THEN 'STORED' ELSE 'VIRTUAL' END)
                              WHEN d.oid IS NOT NULL THEN 'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) END,
                         CASE WHEN a.attnotnull THEN 'NOT NULL' END)
          FROM pg_attribute a
          JOIN pg_type t ON t.oid = a.atttypid
          LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
          LEFT JOIN pg_collation c ON c.oid = a.attcollation LEFT JOIN pg_namespace cn ON cn.oid = c.collnamespace
         WHERE a.attrelid = p_relid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum)
        || ARRAY(SELECT format('CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid))
                   FROM pg_constraint k WHERE k.conrelid = p_relid AND k.contype IN ('c', 'p', 'u', 'x') ORDER BY k.contype, k.conname);
    RETURN format(E'CREATE TABLE %s (\n    %s\n);', (SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                                                    WHERE c.oid = p_relid), array_to_string(v_parts, E',\n    '))
        || coalesce((SELECT string_agg(E'\n' || pg_get_indexdef(x.indexrelid) || ';', '' ORDER BY x.indexrelid)
                       FROM pg_index x WHERE x.indrelid = p_relid AND x.indisvalid
                        AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.conrelid = p_relid)), '');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.archive_ddl(oid) IS
    'Statements that make a table like a partition by hand: columns, checks, keys, indexes. For people; restore does not need it.';
