CREATE OR REPLACE FUNCTION partition_tools_internal.phase_unload_swap(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_since timestamptz;
BEGIN
    -- Again: hours may have passed.
    PERFORM partition_tools_internal.check_sources(p_job_id);
    PERFORM partition_tools_internal.swap_lock(p_job_id);
    v_since := clock_timestamp();
    PERFORM partition_tools_internal.check_capture(p_job_id);
    PERFORM partition_tools_internal.check_unchanged(p_job_id);
    -- One transaction: a partition is on its table, or in the archives.
    PERFORM partition_tools_internal.archive_record(p_job_id);
    PERFORM partition_tools_internal.unload_detach(p_job_id);
    s.position := partition_tools_internal.locked_position(v_since);
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_unload_swap(bigint) IS
    'Phase unload_swap: takes a partition whose rows are in S3, and have not changed since, off its table, and lists the archive. Locks: ACCESS EXCLUSIVE on the table and the partition, for milliseconds. PP071 where rows have changed.';

CREATE OR REPLACE FUNCTION partition_tools_internal.unload_detach(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table regclass;
    v_leaf  regclass;
    v_drop  boolean;
BEGIN
    SELECT j.table_oid, c.relid, j.spec ->> 'cleanup_policy' = 'drop' INTO v_table, v_leaf, v_drop
      FROM partition_tools_internal.job AS j JOIN partition_tools_internal.job_source AS c ON c.job_id = j.job_id WHERE j.job_id = p_job_id;
    PERFORM partition_tools_internal.free_sequences(v_leaf);
    PERFORM partition_tools_internal.capture_drop(p_job_id);
    EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', v_table, v_leaf);
    IF v_drop THEN
        -- Whoever writes to the partition by its name, and waits for our lock, must not find it any more: the row would
        -- go with it.
        EXECUTE format('ALTER TABLE %s RENAME TO %I', v_leaf, partition_tools_internal.stage_name(p_job_id, 's1'));
        PERFORM partition_tools_internal.swap_outgoing_keys(p_job_id);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unload_detach(bigint) IS
    'Takes an archived partition off its table; one that is to be dropped loses its name, too.';
