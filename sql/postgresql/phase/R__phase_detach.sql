CREATE OR REPLACE FUNCTION partition_tools_internal.phase_detach(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_since timestamptz;
    r record;
BEGIN
    PERFORM partition_tools_internal.job_refused(p_job_id);
    IF partition_tools_internal.detach_begun(p_job_id) THEN
        PERFORM partition_tools_internal.detach_finish(p_job_id);
        RETURN s;
    END IF;
    PERFORM partition_tools_internal.detach_ask(p_job_id);
    -- What an earlier attempt has noted may be another partition by now.
    DELETE FROM partition_tools_internal.job_source AS o WHERE o.job_id = p_job_id;
    PERFORM partition_tools_internal.resolve_sources(p_job_id);
    PERFORM partition_tools_internal.check_sources(p_job_id);
    IF NOT partition_tools_internal.detach_locked(p_job_id) THEN
        -- Committed before a client is asked, which takes away the bounds by which the partition was found.
        s.again := true;
        s.position := partition_tools_internal.detach_position(p_job_id);
        RETURN s;
    END IF;
    v_since := clock_timestamp();
    FOR r IN SELECT j.table_oid, c.relid FROM partition_tools_internal.job j JOIN partition_tools_internal.job_source c ON c.job_id = j.job_id
              WHERE j.job_id = p_job_id LOOP
        PERFORM partition_tools_internal.free_sequences(r.relid);
        EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', r.table_oid::regclass, r.relid::regclass);
    END LOOP;
    s.position := partition_tools_internal.locked_position(v_since);
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_detach(bigint) IS
    'Phase detach: takes a partition, found by its bounds, off its table. Locks: ACCESS EXCLUSIVE on the table and the partition, for milliseconds. Where readers never leave room for that, PP099 asks for DETACH PARTITION ... CONCURRENTLY: SHARE UPDATE EXCLUSIVE on both, and ACCESS EXCLUSIVE on the partition alone in the end.';
