CREATE OR REPLACE FUNCTION partition_tools_internal.work_task_download(p_job_id bigint)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
DECLARE
    a partition_tools_internal.archive;
BEGIN
    SELECT r.* INTO STRICT a FROM partition_tools_internal.job AS j
      JOIN partition_tools_internal.archive AS r ON r.archive_id = (j.spec ->> 'archive_id')::bigint WHERE j.job_id = p_job_id;
    PERFORM partition_tools_internal.s3_server_check(a.server, a.bucket);
    RETURN (
        SELECT json_build_object(
                   'kind', 'download', 'job_id', p_job_id, 'archive_id', a.archive_id, 'server', row_to_json(v), 'bucket', a.bucket,
                   'location', a.location, 'manifest', a.manifest, 'rows', a.rows,
                   'relation', format('%I.%I', n.nspname, c.relname), 'columns', a.definition -> 'columns')
          FROM partition_tools.s3_server AS v, partition_tools_internal.job_target AS t
          JOIN pg_class c ON c.oid = t.relid JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE v.name = a.server AND t.job_id = p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.work_task_download(bigint) IS
    'What a worker has to download. PP070 where the server of the archive is no longer known.';
