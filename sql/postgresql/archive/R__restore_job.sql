CREATE OR REPLACE FUNCTION partition_tools_internal.restore_unfinished(p_archive_id bigint, p_as_table text)
RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT max(j.job_id)
          FROM partition_tools_internal.job AS j
         WHERE j.action = 'restore' AND (j.spec ->> 'archive_id')::bigint = p_archive_id AND j.spec ->> 'as_table' IS NOT DISTINCT FROM p_as_table
           AND coalesce((partition_tools_internal.job_latest(j.job_id)).state, 'pending') NOT IN ('completed', 'cancelled'));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.restore_unfinished(bigint, text) IS
    'A job that is to restore an archive, and has not done it yet; NULL where there is none.';

CREATE OR REPLACE FUNCTION partition_tools_internal.restore_job(
    p_archive partition_tools_internal.archive, p_table oid, p_table_name text, p_strategy text, p_target text, p_spec jsonb)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_run_id bigint;
    v_job_id bigint;
BEGIN
    INSERT INTO partition_tools_internal.run (kind, as_of) VALUES ('partitioning', now()) RETURNING run_id INTO v_run_id;
    INSERT INTO partition_tools_internal.job (run_id, ordinal, table_oid, table_name, operation, action, strategy, sources, targets, total, spec)
    VALUES (v_run_id, 1, p_table, p_table_name, 'restore', 'restore', p_strategy, ARRAY[p_archive.location], ARRAY[p_target], p_archive.rows,
            p_spec || jsonb_build_object('archive_id', p_archive.archive_id, 'sources', '[]'::jsonb, 'incoming_foreign_keys', 'refuse',
                                         'publications', partition_tools_internal.setting('publications', 'refuse')))
    RETURNING job_id INTO v_job_id;
    PERFORM partition_tools_internal.job_identify(v_job_id);
    RETURN v_job_id;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.restore_job(partition_tools_internal.archive, oid, text, text, text, jsonb) IS
    'Persists a job that restores an archive.';

CREATE OR REPLACE FUNCTION partition_tools_internal.restore_job_partition(p_archive partition_tools_internal.archive)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table regclass := to_regclass(format('%I.%I', p_archive.table_schema, p_archive.table_name));
    t partition_tools_internal.partition_range;
BEGIN
    IF v_table IS NULL THEN
        RAISE EXCEPTION 'the table %.% of archive % is gone', quote_ident(p_archive.table_schema), quote_ident(p_archive.table_name), p_archive.archive_id
            USING ERRCODE = 'PP073', HINT = 'Restore it as a table of its own: pass p_as_table.';
    END IF;
    PERFORM partition_tools_internal.table_supported(v_table);
    t.schema_name := coalesce((SELECT n.nspname FROM pg_namespace n WHERE n.nspname = p_archive.definition ->> 'schema'), p_archive.table_schema);
    t.name := p_archive.partition_name;
    WHILE partition_tools_internal.relation_exists(t.schema_name, t.name) LOOP
        t.name := partition_tools_internal.short_name(p_archive.partition_name, '_' || substr(md5(t.name || p_archive.archive_id), 1, 6));
    END LOOP;
    t.lower_literal := p_archive.lower_bound;
    t.upper_literal := p_archive.upper_bound;
    t.is_default := false;
    t.tablespace := (SELECT s.spcname FROM pg_tablespace s WHERE s.spcname = (
        SELECT p.details ->> 'tablespace' FROM partition_tools_internal.archive_properties(p_archive.definition) AS p WHERE p.kind = 'place'));
    t.with_param := (SELECT 'WITH (' || string_agg(p.definition, ', ') || ')' FROM partition_tools_internal.archive_properties(p_archive.definition) AS p WHERE p.kind = 'storage');
    RETURN partition_tools_internal.restore_job(p_archive, v_table, v_table::text, 'download and attach', partition_tools_internal.range_text(t),
        jsonb_build_object('targets', partition_tools_internal.ranges_json(ARRAY[t])));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.restore_job_partition(partition_tools_internal.archive) IS
    'Persists a job that attaches an archive to its table again. PP073 where that is gone.';

CREATE OR REPLACE FUNCTION partition_tools_internal.restore_job_table(p_archive partition_tools_internal.archive, p_as_table text)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_name text[];
BEGIN
    BEGIN
        v_name := parse_ident(p_as_table);
    EXCEPTION WHEN invalid_parameter_value THEN
        NULL;
    END;
    IF cardinality(v_name) IS DISTINCT FROM 2 THEN
        RAISE EXCEPTION 'p_as_table is not a name of the form schema.table: "%"', p_as_table USING ERRCODE = 'PP001';
    ELSIF NOT EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = v_name[1]) OR partition_tools_internal.relation_exists(v_name[1], v_name[2]) THEN
        RAISE EXCEPTION 'a table % cannot be made: its schema does not exist, or the name is taken', p_as_table
            USING ERRCODE = 'PP001', HINT = 'Pass another name.';
    END IF;
    RETURN partition_tools_internal.restore_job(p_archive, 0, format('%I.%I', v_name[1], v_name[2]), 'download', format('%I', v_name[2]),
        jsonb_build_object('targets', '[]'::jsonb, 'as_table', p_as_table, 'schema', v_name[1], 'name', v_name[2]));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.restore_job_table(partition_tools_internal.archive, text) IS
    'Persists a job that restores an archive as a table of its own. PP001 for a name that cannot be used.';
