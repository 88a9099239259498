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
    PERFORM partition_tools_internal.check_sources(v_job.table_oid, partition_tools_internal.job_sources(v_job));
    PERFORM partition_tools_internal.lock_tables(partition_tools_internal.job_relids(v_job), 'ACCESS EXCLUSIVE');
    v_since := clock_timestamp();
    FOREACH s IN ARRAY partition_tools_internal.job_sources(v_job) LOOP
        PERFORM partition_tools_internal.check_not_last(v_job.table_oid, s.relid);
        IF v_job.action = 'detach' THEN
            PERFORM partition_tools_internal.check_exchange(v_job.table_oid);
            PERFORM partition_tools_internal.detach(v_job, s);
        ELSE
            EXECUTE format('ALTER TABLE %s DROP %s', v_job.table_oid::regclass, partition_tools_internal.partition_reference(s.relid));
        END IF;
    END LOOP;
    w.position := partition_tools_internal.locked_position(v_since);
    RETURN w;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.execute_removal(bigint) IS
    'Drops or detaches a partition, found by its bounds. Locks: ACCESS EXCLUSIVE on the table and the partition, for milliseconds.';

CREATE OR REPLACE FUNCTION partition_tools_internal.check_not_last(p_table regclass, p_partition regclass)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF (SELECT count(*) FROM partition_tools_internal.partition_bounds(p_table)) = 1 THEN
        RAISE EXCEPTION 'partition % is the last one of %', p_partition, p_table
            USING ERRCODE = 'PP026', DETAIL = 'Greenplum keeps no partitioned table without partitions.',
                  HINT = 'Create others first, or narrow the window so that it does not contain this one.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_not_last(regclass, regclass) IS
    'PP026 where a table has no other partition than the one that is to go.';

CREATE OR REPLACE FUNCTION partition_tools_internal.detach(p_job partition_tools_internal.job, p_leaf partition_tools_internal.leaf)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_name  name := (SELECT c.relname FROM pg_class c WHERE c.oid = p_leaf.relid);
    v_indexes json := (SELECT json_object_agg(i.relname, i.oid) FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indrelid = p_leaf.relid);
    v_empty oid := partition_tools_internal.stage_empty(p_job, p_leaf.relid);
    r record;
BEGIN
    PERFORM partition_tools_internal.exchange(p_job.table_oid, p_leaf.relid, v_empty);
    EXECUTE format('ALTER TABLE %s DROP %s', p_job.table_oid::regclass, partition_tools_internal.partition_reference(v_empty));
    -- The exchange has given it the names of the empty one.
    EXECUTE format('ALTER TABLE %s RENAME TO %I', p_leaf.relid::regclass, v_name);
    FOR r IN SELECT e.key AS name, c.oid::regclass AS index FROM json_each_text(coalesce(v_indexes, '{}')) AS e
               JOIN pg_class c ON c.oid = e.value::oid WHERE c.relname <> e.key LOOP
        EXECUTE format('ALTER INDEX %s RENAME TO %I', r.index, r.name);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.detach(partition_tools_internal.job, partition_tools_internal.leaf) IS
    'Makes a table of its own of a partition: an empty one takes its place, and is dropped.';
