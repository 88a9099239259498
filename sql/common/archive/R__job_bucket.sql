CREATE OR REPLACE FUNCTION partition_tools_internal.job_bucket(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT coalesce(j.spec ->> 's3_bucket', v.bucket)
              FROM partition_tools_internal.job AS j LEFT JOIN partition_tools.s3_server AS v ON v.name = j.spec ->> 's3_server_name'
             WHERE j.job_id = p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_bucket(bigint) IS
    'The bucket that a job unloads to: of the policy, else of its server.';
