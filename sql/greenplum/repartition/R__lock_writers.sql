CREATE OR REPLACE FUNCTION partition_tools_internal.lock_writers(p_job partition_tools_internal.job)
RETURNS timestamptz
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET optimizer = off
AS $$
DECLARE
    v_exclusive boolean := (p_job.spec ->> 'access_exclusive_mode')::boolean;
    v_relids oid[];
BEGIN
    -- The table rather than its partition: an INSERT locks the table, then its partitions, and only then looks where its rows
    -- belong. So it waits here, and finds the partitions as they will be; and one that waited for a partition would hold
    -- the table, and keep the swap from it for ever. The partitions as well, for those who write to them by name.
    LOOP
        v_relids := partition_tools_internal.job_relids(p_job);
        PERFORM partition_tools_internal.lock_tables(v_relids, CASE WHEN v_exclusive THEN 'ACCESS EXCLUSIVE' ELSE 'SHARE ROW EXCLUSIVE' END);
        EXIT WHEN v_relids = partition_tools_internal.job_relids(p_job);
    END LOOP;
    RETURN CASE WHEN v_exclusive THEN clock_timestamp() END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_writers(partition_tools_internal.job) IS
    'Locks out the writers of a job''s table, or with access_exclusive_mode everybody, and then returns since when.';

CREATE OR REPLACE FUNCTION partition_tools_internal.lock_all(p_job partition_tools_internal.job, p_until timestamptz DEFAULT NULL)
RETURNS timestamptz
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET optimizer = off
AS $$
BEGIN
    IF p_until IS NULL THEN
        PERFORM partition_tools_internal.lock_upgrade(partition_tools_internal.job_relids(p_job));
    ELSE
        PERFORM partition_tools_internal.lock_upgrade(partition_tools_internal.job_relids(p_job), p_until, clock_timestamp() + partition_tools_internal.writer_patience());
    END IF;
    RETURN clock_timestamp();
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_all(partition_tools_internal.job, timestamptz) IS
    'Locks out everybody from a job''s table, whose writers are locked out, and returns since when. p_until: the caller can begin again until then (PP046), so writers are not kept waiting for readers so long.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_relids(p_job partition_tools_internal.job)
RETURNS oid[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET optimizer = off
AS $$
BEGIN
    -- The default partition is put aside while partitions are added, whether or not it gives rows.
    RETURN p_job.table_oid || ARRAY(
        SELECT s.relid FROM unnest(partition_tools_internal.job_sources(p_job) || partition_tools_internal.default_partition(p_job.table_oid)) AS s WHERE s.relid IS NOT NULL
         GROUP BY s.relid ORDER BY s.relid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_relids(partition_tools_internal.job) IS
    'The relations that a job replaces or alters, its table first.';
