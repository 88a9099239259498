CREATE OR REPLACE FUNCTION partition_tools_internal.execute_unload(p_job_id bigint)
RETURNS partition_tools_internal.work
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
DECLARE
    v_job    partition_tools_internal.job;
    v_leaf   partition_tools_internal.leaf;
    v_since  timestamptz;
    v_result json;
    w partition_tools_internal.work;
BEGIN
    SELECT * INTO v_job FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id;
    v_since := partition_tools_internal.lock_writers(v_job);
    v_leaf := partition_tools_internal.unload_source(v_job);
    PERFORM partition_tools_internal.check_external(v_job);
    IF NOT partition_tools_internal.relation_filled(v_leaf.relid) THEN
        RAISE NOTICE 'partition % is empty: there is nothing to unload, and it stays', v_leaf.relid::regclass;
        RETURN w;
    END IF;
    PERFORM partition_tools_internal.check_external_values(v_job, v_leaf);
    v_result := partition_tools_internal.external_unload(v_job, v_leaf);
    w.rows := (v_result ->> 'rows')::bigint;
    v_since := coalesce(v_since, partition_tools_internal.lock_all(v_job));
    PERFORM partition_tools_internal.archive_record(v_job, v_leaf, v_result);
    PERFORM partition_tools_internal.unload_replace(v_job, v_leaf, (v_result ->> 'external')::oid);
    w.position := partition_tools_internal.locked_position(v_since);
    RETURN w;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.execute_unload(bigint) IS
    'Unloads a partition through the engine''s own external tables: every segment writes its rows, they are read back and compared, and an external table takes the place of the partition, or nothing. Locks: SHARE ROW EXCLUSIVE on the table while it writes and reads (readers go on, writers wait), then ACCESS EXCLUSIVE for the change of the catalogue.';

CREATE OR REPLACE FUNCTION partition_tools_internal.unload_source(p_job partition_tools_internal.job)
RETURNS partition_tools_internal.leaf
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_sources partition_tools_internal.leaf[] := partition_tools_internal.job_sources(p_job);
BEGIN
    PERFORM partition_tools_internal.check_sources(p_job.table_oid, v_sources);
    PERFORM partition_tools_internal.s3_server_check(p_job.spec ->> 's3_server_name', p_job.spec ->> 's3_bucket');
    RETURN v_sources[1];
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unload_source(partition_tools_internal.job) IS
    'The partition that a job unloads, found by its bounds, after the checks that it can leave its table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.check_external(p_job partition_tools_internal.job)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_server  constant text := p_job.spec ->> 's3_server_name';
    v_reasons text;
BEGIN
    SELECT string_agg(r.reason, ', ' ORDER BY r.reason) INTO v_reasons
      FROM (SELECT format('constraint %I', k.conname) AS reason FROM pg_constraint k WHERE k.conrelid = p_job.table_oid AND k.contype IN ('p', 'u')
            UNION ALL
            SELECT format('NOT NULL of column %I', a.attname) FROM pg_attribute a
             WHERE a.attrelid = p_job.table_oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull) AS r;
    IF v_reasons IS NOT NULL AND (SELECT s.keep_external FROM partition_tools.s3_server AS s WHERE s.name = c_server) THEN
        RAISE EXCEPTION 'no external table can be a partition of %', p_job.table_name
            USING ERRCODE = 'PP077', DETAIL = format('It has what Greenplum has not for external tables: %s.', v_reasons),
                  HINT = format('UPDATE partition_tools.s3_server SET keep_external = false WHERE name = %L: archived partitions then leave the table, until they are restored.', c_server);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_external(partition_tools_internal.job) IS
    'Makes sure, before anything is written, that an external table can take the place of a partition. PP077 where the server of the job wants that and Greenplum refuses it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.unload_replace(
    p_job partition_tools_internal.job, p_leaf partition_tools_internal.leaf, p_external oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = error
AS $$
DECLARE
    v_detach   boolean := (p_job.spec ->> 'cleanup_policy') = 'detach';
    v_name     name := (SELECT c.relname FROM pg_class c WHERE c.oid = p_leaf.relid);
BEGIN
    IF p_external IS NULL THEN
        PERFORM partition_tools_internal.check_not_last(p_job.table_oid, p_leaf.relid);
        IF v_detach THEN
            PERFORM partition_tools_internal.detach(p_job, p_leaf);
        ELSE
            EXECUTE format('ALTER TABLE %s DROP %s', p_job.table_oid::regclass, partition_tools_internal.partition_reference(p_leaf.relid));
        END IF;
        RETURN;
    END IF;
    -- The exchange gives the external table the name of the partition, and the partition that of the external table.
    PERFORM partition_tools_internal.exchange(p_job.table_oid, p_leaf.relid, p_external);
    IF v_detach THEN
        EXECUTE format('ALTER TABLE %s RENAME TO %I', p_leaf.relid::regclass, partition_tools_internal.short_name(v_name, '_detached'));
    ELSE
        EXECUTE format('DROP TABLE %s', p_leaf.relid::regclass);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unload_replace(partition_tools_internal.job, partition_tools_internal.leaf, oid) IS
    'Takes an archived partition off its table: an external table takes its place, where one is given. The caller holds ACCESS EXCLUSIVE on the table.';
