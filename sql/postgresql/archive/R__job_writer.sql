CREATE OR REPLACE FUNCTION partition_tools_internal.job_writer(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT CASE j.action
                WHEN 'unload' THEN (SELECT s.writer FROM partition_tools.s3_server AS s WHERE s.name = j.spec ->> 's3_server_name')
                WHEN 'restore' THEN (SELECT a.writer FROM partition_tools_internal.archive AS a WHERE a.archive_id = (j.spec ->> 'archive_id')::bigint) END
              FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_writer(bigint) IS
    'Who writes the archive of a job, or has written it; NULL for jobs without one.';
