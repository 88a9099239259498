CREATE OR REPLACE FUNCTION partition_tools_internal.execute_removal(p_job_id bigint)
RETURNS partition_tools_internal.work
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
DECLARE
    v_job   partition_tools_internal.job;
    v_since timestamptz;
    s partition_tools_internal.leaf;
    w partition_tools_internal.work;
BEGIN
    SELECT * INTO v_job FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id;
    PERFORM partition_tools_internal.job_refused(p_job_id);
    PERFORM partition_tools_internal.lock_tables(partition_tools_internal.job_relids(v_job), 'ACCESS EXCLUSIVE');
    v_since := clock_timestamp();
    FOREACH s IN ARRAY partition_tools_internal.job_sources(v_job) LOOP
        IF v_job.action = 'detach' THEN
            EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', v_job.table_oid::regclass, s.relid::regclass);
        ELSE
            PERFORM partition_tools_internal.check_free(v_job.table_oid, s);
            EXECUTE format('DROP TABLE %s', s.relid::regclass);
        END IF;
    END LOOP;
    w.position := partition_tools_internal.locked_position(v_since);
    RETURN w;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.execute_removal(bigint) IS
    'Drops or detaches a partition, found by its bounds. Locks: ACCESS EXCLUSIVE on the table and the partition, for milliseconds.';
