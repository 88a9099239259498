CREATE OR REPLACE FUNCTION partition_tools_internal.restore_unfinished(p_archive_id bigint, p_as_table text)
RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_id bigint;
    v_open bigint[] := partition_tools_internal.jobs_open(NULL);
BEGIN
    -- One after the other: within a query that reads a table, an engine may ask a function on another node.
    FOR v_id IN
        SELECT j.job_id FROM partition_tools_internal.job AS j
         WHERE j.job_id = ANY (v_open) AND j.action = 'restore' AND (j.spec ->> 'archive_id')::bigint = p_archive_id AND (j.spec ->> 'as_table') IS NOT DISTINCT FROM p_as_table
         ORDER BY j.job_id DESC
    LOOP
        IF coalesce((partition_tools_internal.job_latest(v_id)).state, 'pending') NOT IN ('completed', 'cancelled') THEN
            RETURN v_id;
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.restore_unfinished(bigint, text) IS
    'A job that is to restore an archive, and has not done it yet; NULL where there is none.';

CREATE OR REPLACE FUNCTION partition_tools_internal.restore_job(
    p_archive partition_tools_internal.archive, p_table oid, p_table_name text, p_strategy text, p_target text, p_spec json)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_run_id bigint := partition_tools_internal.run_insert('partitioning', now());
    -- As run_insert: not RETURNING.
    v_job_id bigint := nextval('partition_tools_internal.job_job_id_seq');
BEGIN
    INSERT INTO partition_tools_internal.job (job_id, run_id, ordinal, table_oid, table_name, operation, action, strategy, sources, targets, total, spec)
    VALUES (v_job_id, v_run_id, 1, p_table, p_table_name, 'restore', 'restore', p_strategy, ARRAY[p_archive.location], ARRAY[p_target], p_archive.rows,
            partition_tools_internal.json_with(p_spec, json_build_object(
                'archive_id', p_archive.archive_id, 'sources', '[]'::json, 'access_exclusive_mode', false, 'incoming_foreign_keys', 'refuse',
                'publications', partition_tools_internal.setting('publications', 'refuse'))));
    PERFORM partition_tools_internal.job_identify(v_job_id);
    RETURN v_job_id;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.restore_job(partition_tools_internal.archive, oid, text, text, text, json) IS
    'Persists a job that restores an archive. p_spec: what becomes of it: targets, or schema, name and as_table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.restore_job_partition(p_archive partition_tools_internal.archive)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table regclass := (SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                          WHERE n.nspname = p_archive.table_schema AND c.relname = p_archive.table_name);
    t partition_tools_internal.partition_range;
BEGIN
    IF v_table IS NULL THEN
        RAISE EXCEPTION 'the table %.% of archive % is gone', quote_ident(p_archive.table_schema), quote_ident(p_archive.table_name), p_archive.archive_id
            USING ERRCODE = 'PP073', HINT = 'Restore it as a table of its own: pass p_as_table.';
    END IF;
    PERFORM partition_tools_internal.table_supported(v_table);
    t.schema_name := coalesce((SELECT n.nspname FROM pg_namespace n WHERE n.nspname = p_archive.definition ->> 'schema'), p_archive.table_schema);
    t.name := p_archive.partition_name;
    t.lower_literal := p_archive.lower_bound;
    t.upper_literal := p_archive.upper_bound;
    t.is_default := false;
    -- An external partition that reads the archive has its name, and is replaced.
    WHILE partition_tools_internal.partition_name_taken(v_table, t.schema_name, t.name)
          AND NOT partition_tools_internal.partition_is_external(v_table, t.name) LOOP
        t.name := partition_tools_internal.short_name(p_archive.partition_name, '_' || substr(md5(t.name || p_archive.archive_id), 1, 6));
    END LOOP;
    SELECT p.tablespace, p.with_param INTO t.tablespace, t.with_param FROM partition_tools_internal.archive_place(p_archive.definition) AS p;
    t.tablespace := (SELECT s.spcname FROM pg_tablespace s WHERE s.spcname = t.tablespace);
    RETURN partition_tools_internal.restore_job(p_archive, v_table, v_table::text, partition_tools_internal.strategy_for('restore'),
        partition_tools_internal.range_text(t), json_build_object('targets', partition_tools_internal.ranges_json(ARRAY[t])));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.restore_job_partition(partition_tools_internal.archive) IS
    'Persists a job that makes an archive a partition of its table again. PP073 where that is gone.';

CREATE OR REPLACE FUNCTION partition_tools_internal.restore_job_table(p_archive partition_tools_internal.archive, p_as_table text)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_name text[] := partition_tools_internal.qualified_name(p_as_table);
BEGIN
    IF v_name IS NULL THEN
        RAISE EXCEPTION 'p_as_table is not a name of the form schema.table: "%"', p_as_table USING ERRCODE = 'PP001';
    ELSIF NOT EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = v_name[1]) OR partition_tools_internal.relation_exists(v_name[1], v_name[2]) THEN
        RAISE EXCEPTION 'a table % cannot be made: its schema does not exist, or the name is taken', p_as_table
            USING ERRCODE = 'PP001', HINT = 'Pass another name.';
    END IF;
    RETURN partition_tools_internal.restore_job(p_archive, 0, format('%I.%I', v_name[1], v_name[2]), partition_tools_internal.strategy_for('restore as table'),
        format('%I', v_name[2]), json_build_object('targets', '[]'::json, 'as_table', p_as_table, 'schema', v_name[1], 'name', v_name[2]));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.restore_job_table(partition_tools_internal.archive, text) IS
    'Persists a job that restores an archive as a table of its own. PP001 for a name that cannot be used.';

CREATE OR REPLACE FUNCTION partition_tools_internal.qualified_name(p_text text)
RETURNS text[]
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- As SQL writes it: in quotes, or of letters, digits, _ and $, with no digit or $ first. Letters are also all beyond ASCII.
    c_part  constant text := '("(?:[^"]|"")+"|(?:[A-Za-z_]|[^\x01-\x7f])(?:[A-Za-z0-9_$]|[^\x01-\x7f])*)';
    v_parts text[] := (SELECT m FROM regexp_matches(p_text, '^\s*' || c_part || '\s*[.]\s*' || c_part || '\s*$') AS m);
BEGIN
    -- parse_ident would do it, but for servers before 9.6.
    FOR i IN 1 .. coalesce(array_length(v_parts, 1), 0) LOOP
        v_parts[i] := CASE WHEN v_parts[i] LIKE '"%' THEN replace(substr(v_parts[i], 2, length(v_parts[i]) - 2), '""', '"')
                           ELSE translate(v_parts[i], 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') END;
    END LOOP;
    RETURN v_parts;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.qualified_name(text) IS
    'Schema and name in a text schema.name, in quotes where SQL needs them; NULL for any other text.';
