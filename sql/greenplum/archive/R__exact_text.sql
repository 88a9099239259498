CREATE OR REPLACE FUNCTION partition_tools_internal.exact_text(p_value anyelement)
RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT
-- Segments do not hear of the settings of a function of the master; here each sets them for itself.
SET extra_float_digits = 3 SET TimeZone = 'Etc/UTC' SET DateStyle = 'ISO, YMD' SET IntervalStyle = 'postgres' SET bytea_output = 'hex'
AS $$
BEGIN
    RETURN p_value::text;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.exact_text(anyelement) IS
    'A value as text that reads back as the same value, whatever the session: with all digits of the floats in it, and with times in UTC.';

CREATE OR REPLACE FUNCTION partition_tools_internal.needs_exact_text(p_type oid)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT coalesce(e.typname, b.typname, t.typname) NOT IN (
                       'bool', 'int2', 'int4', 'int8', 'oid', 'numeric', 'text', 'varchar', 'bpchar', 'char', 'name', 'uuid', 'time',
                       'bit', 'varbit', 'inet', 'cidr', 'macaddr', 'json', 'jsonb', 'xml')
                   OR n.nspname <> 'pg_catalog'
              FROM pg_type t
              LEFT JOIN pg_type b ON b.oid = nullif(t.typbasetype, 0)
              LEFT JOIN pg_type e ON e.oid = nullif(coalesce(b.typelem, t.typelem), 0) AND coalesce(b.typlen, t.typlen) = -1
              JOIN pg_namespace n ON n.oid = coalesce(e.typnamespace, b.typnamespace, t.typnamespace)
             WHERE t.oid = p_type);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.needs_exact_text(oid) IS
    'Whether the text of a value of a type, or of an array of it, may depend on settings of the session.';

CREATE OR REPLACE FUNCTION partition_tools_internal.exact_columns(p_relid oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT string_agg(CASE WHEN partition_tools_internal.needs_exact_text(a.atttypid)
                                   THEN format('partition_tools_internal.exact_text(%I)', a.attname) ELSE quote_ident(a.attname) END, ', ' ORDER BY a.attnum)
              FROM pg_attribute a WHERE a.attrelid = p_relid AND a.attnum > 0 AND NOT a.attisdropped);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.exact_columns(oid) IS
    'The columns of a table for a SELECT, as values whose text is exact.';

CREATE OR REPLACE FUNCTION partition_tools_internal.text_columns(p_relid oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT string_agg(format('%I %s', a.attname, CASE WHEN partition_tools_internal.needs_exact_text(a.atttypid) THEN 'text'
                                                              ELSE format_type(a.atttypid, a.atttypmod) END), ', ' ORDER BY a.attnum)
              FROM pg_attribute a WHERE a.attrelid = p_relid AND a.attnum > 0 AND NOT a.attisdropped);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.text_columns(oid) IS
    'The columns of a table that exact_columns is written to.';
