CREATE OR REPLACE FUNCTION partition_tools_internal.job_activity(p_jobs bigint[])
RETURNS TABLE (job_id bigint, remark text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT v.job_id, format('waits for a lock (%s)', a.wait_event)
          FROM partition_tools.jobs AS v JOIN pg_stat_activity AS a ON a.pid = v.pid
         WHERE v.job_id = ANY (p_jobs) AND v.state = 'running' AND a.wait_event_type = 'Lock';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_activity(bigint[]) IS
    'What running jobs are at, for people who watch: on this engine, whether they wait for a lock.';
