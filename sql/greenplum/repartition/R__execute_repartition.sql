CREATE OR REPLACE FUNCTION partition_tools_internal.execute_repartition(p_job_id bigint)
RETURNS partition_tools_internal.work
LANGUAGE plpgsql
-- Needed to put the default partition aside while partitions are added; nothing but our own changes is exchanged by it.
SET search_path = pg_catalog, pg_temp SET gp_enable_exchange_default_partition = on
AS $$
BEGIN
    RETURN partition_tools_internal.give_way(p_job_id, 'partition_tools_internal.repartition_try(partition_tools_internal.job, timestamptz)');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.execute_repartition(bigint) IS
    'Turns some partitions into others. Locks: SHARE ROW EXCLUSIVE on the table and the sources while it copies (readers go on, writers wait), then ACCESS EXCLUSIVE for the change of the catalogue; with access_exclusive_mode that from the start. Where readers keep it from that lock, it gives its locks back after partition_tools.writer_patience, and begins again.';

CREATE OR REPLACE FUNCTION partition_tools_internal.repartition_try(p_job partition_tools_internal.job, p_until timestamptz)
RETURNS partition_tools_internal.work
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_sources partition_tools_internal.leaf[];
    v_targets partition_tools_internal.leaf[];
    v_stage   oid;
    v_since   timestamptz;
    v_grants  json;
    v_statements text[];
    w partition_tools_internal.work;
BEGIN
    v_since := partition_tools_internal.lock_writers(p_job);
    v_sources := partition_tools_internal.job_sources(p_job);
    v_targets := partition_tools_internal.targets_possible(p_job.table_oid, partition_tools_internal.job_targets(p_job, v_sources));
    PERFORM partition_tools_internal.check_targets(p_job, v_sources, v_targets);
    IF partition_tools_internal.makes_partitions(v_sources) THEN
        v_sources := partition_tools_internal.default_source(p_job.table_oid, v_targets);
        v_targets := partition_tools_internal.default_target(p_job.table_oid, v_sources, v_targets);
    END IF;
    PERFORM partition_tools_internal.check_sources(p_job.table_oid, v_sources);
    PERFORM partition_tools_internal.check_exchange(p_job.table_oid);
    IF partition_tools_internal.fills_directly(p_job.table_oid, v_sources, v_targets) THEN
        w.rows := partition_tools_internal.fill_aside(p_job, (v_sources[1]).relid, v_targets);
        v_statements := partition_tools_internal.fill_statements(p_job, v_targets);
        v_grants := partition_tools_internal.swap_grants(v_targets);
        v_since := coalesce(v_since, partition_tools_internal.lock_all(p_job, p_until));
        PERFORM partition_tools_internal.fill_directly(p_job, v_targets, v_statements, v_grants);
        w.position := partition_tools_internal.locked_position(v_since);
        RETURN w;
    ELSIF v_sources <> '{}' THEN
        v_stage := partition_tools_internal.stage_tables(p_job, v_targets);
        w.rows := partition_tools_internal.stage_copy(p_job, v_stage, v_sources);
        v_targets := partition_tools_internal.stage_release(p_job, v_stage, v_targets);
        PERFORM partition_tools_internal.build_targets(p_job, v_sources, v_targets);
        PERFORM partition_tools_internal.analyze_root(p_job.table_oid);
    END IF;
    v_since := coalesce(v_since, partition_tools_internal.lock_all(p_job, p_until));
    PERFORM partition_tools_internal.swap(p_job, v_sources, v_targets);
    w.position := partition_tools_internal.locked_position(v_since);
    RETURN w;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.repartition_try(partition_tools_internal.job, timestamptz) IS
    'execute_repartition, once: PP046 where readers keep it from locking everybody out for partition_tools.writer_patience; PP050 when p_until has passed.';
