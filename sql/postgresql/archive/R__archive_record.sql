CREATE OR REPLACE FUNCTION partition_tools_internal.archive_record(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_at json := (partition_tools_internal.job_latest(p_job_id)).position;
    v_bucket text := partition_tools_internal.job_bucket(p_job_id);
BEGIN
    INSERT INTO partition_tools_internal.archive
        (job_id, table_schema, table_name, partition_name, lower_bound, upper_bound, lower_time, upper_time,
         rows, bytes, server, writer, bucket, location, definition, manifest)
    SELECT p_job_id, n.nspname, c.relname, s.name, s.lower_text, s.upper_text,
           partition_tools_internal.bound_instant(c.oid, s.lower_text, '-infinity'),
           partition_tools_internal.bound_instant(c.oid, s.upper_text, 'infinity'),
           (v_at -> 'result' ->> 'rows')::bigint, (v_at -> 'result' ->> 'bytes')::bigint,
           j.spec ->> 's3_server_name', coalesce(v_at -> 'result' -> 'manifest' ->> 'writer', 'client'), v_bucket, v_at -> 'result' ->> 'location', v_at -> 'definition', v_at -> 'result' -> 'manifest'
      FROM partition_tools_internal.job AS j
      JOIN partition_tools_internal.job_source AS s ON s.job_id = j.job_id
      JOIN pg_class c ON c.oid = j.table_oid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE j.job_id = p_job_id;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.archive_record(bigint) IS
    'Lists the archive that a job has written and verified.';
