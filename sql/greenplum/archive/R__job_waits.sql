CREATE OR REPLACE FUNCTION partition_tools_internal.job_waits(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF (SELECT j.action FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id) NOT IN ('unload', 'restore') THEN
        RETURN false;
    END IF;
    RETURN coalesce((
        SELECT CASE j.action
                   WHEN 'unload' THEN (SELECT s.writer FROM partition_tools.s3_server AS s WHERE s.name = j.spec ->> 's3_server_name') = 'client'
                   WHEN 'restore' THEN (SELECT a.writer FROM partition_tools_internal.archive AS a
                                         WHERE a.archive_id = (j.spec ->> 'archive_id')::bigint) = 'client' END
          FROM partition_tools_internal.job AS j
         WHERE j.job_id = p_job_id
           AND NOT EXISTS (SELECT FROM partition_tools_internal.job_event AS e WHERE e.job_id = j.job_id AND e.state IN ('completed', 'cancelled'))), false);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_waits(bigint) IS
    'Whether a job needs a worker, the program that reads and writes objects in S3.';

CREATE OR REPLACE FUNCTION partition_tools_internal.work_waiting(p_failed boolean DEFAULT true)
RETURNS TABLE (job_id bigint, action text, target text, source text, state text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET optimizer = off
AS $$
BEGIN
    RETURN QUERY
        SELECT j.job_id, j.action, j.target, j.sources[1], j.state
          FROM partition_tools.jobs AS j
         WHERE j.action IN ('unload', 'restore') AND (j.state = 'pending' OR j.state = 'failed' AND p_failed)
           AND partition_tools_internal.job_waits(j.job_id)
         ORDER BY j.run_id, j.ordinal;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.work_waiting(boolean) IS
    'For a worker: the jobs that are there for it, in the order in which to do them; with or without those that have failed.';
