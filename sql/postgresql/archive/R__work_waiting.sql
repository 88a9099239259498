CREATE OR REPLACE FUNCTION partition_tools_internal.work_waiting(p_failed boolean DEFAULT true)
RETURNS TABLE (job_id bigint, action text, target text, source text, state text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT j.job_id, j.action, j.target, j.sources[1], j.state
          FROM partition_tools_internal.job AS o JOIN partition_tools.jobs AS j ON j.job_id = o.job_id
         WHERE o.ended_at IS NULL AND j.action IN ('unload', 'restore')
           AND (j.state IN ('pending', 'interrupted') OR j.state = 'failed' AND p_failed)
           AND partition_tools_internal.job_waits(j.job_id)
         ORDER BY j.run_id, j.ordinal;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.work_waiting(boolean) IS
    'For a worker: the jobs that are there for it, in the order in which to do them; with or without those that have failed.';
