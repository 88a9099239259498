CREATE OR REPLACE FUNCTION partition_tools_internal.removing_job(p_table oid, p_range partition_tools_internal.partition_range)
RETURNS bigint
-- With its owner's rights: who looks may not read the bookkeeping.
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_text text := partition_tools_internal.range_text(p_range);
    v_open bigint[] := partition_tools_internal.jobs_open(p_table);
    v_jobs bigint[] := coalesce(ARRAY(SELECT j.job_id FROM partition_tools_internal.job AS j
                          WHERE j.job_id = ANY (v_open) AND j.action IN ('drop', 'detach') AND v_text = ANY (j.sources) ORDER BY j.job_id DESC), '{}');
    v_job  bigint;
    e partition_tools_internal.job_event;
BEGIN
    FOREACH v_job IN ARRAY v_jobs LOOP
        e := partition_tools_internal.job_latest(v_job);
        -- One that has noted nothing of the partition has not asked anybody to detach it.
        IF e.state NOT IN ('completed', 'cancelled') AND (e.position -> 'partitions') IS NOT NULL THEN
            RETURN v_job;
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.removing_job(oid, partition_tools_internal.partition_range) IS
    'The unfinished job that has asked for a partition to be detached concurrently; NULL where there is none.';
