CREATE OR REPLACE FUNCTION partition_tools_internal.execute_repartition(p_job_id bigint)
RETURNS partition_tools_internal.work
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
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
    w partition_tools_internal.work;
BEGIN
    v_since := partition_tools_internal.lock_writers(p_job);
    v_sources := partition_tools_internal.job_sources(p_job);
    v_targets := partition_tools_internal.job_targets(p_job, v_sources);
    PERFORM partition_tools_internal.check_targets(p_job, v_sources, v_targets);
    IF partition_tools_internal.makes_partitions(v_sources) THEN
        v_sources := partition_tools_internal.default_source(p_job.table_oid, v_targets);
        v_targets := partition_tools_internal.default_target(p_job.table_oid, v_sources, v_targets);
    END IF;
    PERFORM partition_tools_internal.check_sources(p_job.table_oid, v_sources);
    v_targets := partition_tools_internal.stage_targets(p_job, v_sources, v_targets);
    IF v_sources <> '{}' THEN
        v_stage := partition_tools_internal.stage_root(p_job);
        PERFORM partition_tools_internal.stage_join(v_stage, v_targets);
        w.rows := partition_tools_internal.stage_copy(p_job, v_stage, v_sources);
        PERFORM partition_tools_internal.stage_leave(v_stage, v_targets);
        PERFORM partition_tools_internal.build_targets(p_job, v_sources, v_targets);
        PERFORM partition_tools_internal.analyze_root(p_job.table_oid);
    ELSE
        PERFORM partition_tools_internal.build_owner(p_job, v_targets);
    END IF;
    v_since := coalesce(v_since, partition_tools_internal.lock_all(p_job, p_until));
    PERFORM partition_tools_internal.swap(p_job, v_sources, v_targets);
    w.position := partition_tools_internal.locked_position(v_since);
    RETURN w;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.repartition_try(partition_tools_internal.job, timestamptz) IS
    'execute_repartition, once: PP046 where readers keep it from locking everybody out for partition_tools.writer_patience; PP050 when p_until has passed.';
