CREATE OR REPLACE FUNCTION partition_tools_internal.archive_record(
    p_job partition_tools_internal.job, p_leaf partition_tools_internal.leaf, p_result json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO partition_tools_internal.archive
        (job_id, table_schema, table_name, partition_name, lower_bound, upper_bound, lower_time, upper_time,
         rows, bytes, server, writer, bucket, location, definition, manifest)
    SELECT p_job.job_id, n.nspname, c.relname, p_leaf.name, p_leaf.lower_text, p_leaf.upper_text,
           partition_tools_internal.bound_instant(p_job.table_oid, p_leaf.lower_text, '-infinity'),
           partition_tools_internal.bound_instant(p_job.table_oid, p_leaf.upper_text, 'infinity'),
           (p_result ->> 'rows')::bigint, (p_result ->> 'bytes')::bigint, p_job.spec ->> 's3_server_name',
           coalesce(p_result -> 'manifest' ->> 'writer', 'client'),
           partition_tools_internal.job_bucket(p_job.job_id), p_result ->> 'location',
           partition_tools_internal.archive_definition(p_leaf.relid), p_result -> 'manifest'
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = p_job.table_oid;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.archive_record(partition_tools_internal.job, partition_tools_internal.leaf, json) IS
    'Lists an archive that was written and verified, in the transaction that takes the partition off its table. p_result: manifest, rows, bytes, location.';

CREATE OR REPLACE FUNCTION partition_tools_internal.archive_definition(p_relid oid)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT json_build_object('schema', n.nspname, 'name', c.relname, 'columns', partition_tools_internal.archive_columns(p_relid),
                   'ddl', partition_tools_internal.archive_ddl(p_relid), 'tablespace', partition_tools_internal.tablespace_name(c.reltablespace),
                   'storage', partition_tools_internal.storage_clause(p_relid, NULL))
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = p_relid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.archive_definition(oid) IS
    'What a partition is like, as an archive keeps it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.archive_place(p_definition json, OUT tablespace text, OUT with_param text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    tablespace := p_definition ->> 'tablespace';
    with_param := p_definition ->> 'storage';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.archive_place(json) IS
    'Where and how an archived partition was stored: its tablespace, and a WITH clause; NULL where it had the default.';

CREATE OR REPLACE FUNCTION partition_tools_internal.archive_columns(p_relid oid)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'base_type', t.typname, 'base_schema', n.nspname,
                   'kind', t.typtype, 'typmod', a.atttypmod, 'collation', NULL, 'not_null', a.attnotnull) ORDER BY a.attnum)
          FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid JOIN pg_namespace n ON n.oid = t.typnamespace
         WHERE a.attrelid = p_relid AND a.attnum > 0 AND NOT a.attisdropped);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.archive_columns(oid) IS
    'The columns of a table as a manifest has them.';

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
                         'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), CASE WHEN a.attnotnull THEN 'NOT NULL' END)
          FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
         WHERE a.attrelid = p_relid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum)
        || ARRAY(SELECT format('CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid))
                   FROM pg_constraint k WHERE k.conrelid = p_relid AND k.contype IN ('c', 'p', 'u') ORDER BY k.contype, k.conname);
    RETURN format(E'CREATE TABLE %s (\n    %s\n)\n%s\n%s;', p_relid::regclass, array_to_string(v_parts, E',\n    '),
                  partition_tools_internal.storage_clause(p_relid, NULL), pg_get_table_distributedby(p_relid))
        || coalesce((SELECT string_agg(E'\n' || pg_get_indexdef(x.indexrelid) || ';', '' ORDER BY x.indexrelid)
                       FROM pg_index x WHERE x.indrelid = p_relid AND x.indisvalid
                        AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.conrelid = p_relid)), '');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.archive_ddl(oid) IS
    'Statements that make a table like a partition by hand: columns, checks, keys, storage, distribution, indexes. For people; restore does not need it.';
