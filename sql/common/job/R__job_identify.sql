CREATE OR REPLACE FUNCTION partition_tools_internal.job_identify(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO partition_tools_internal.job_identity (job_id, system_id, database_oid, database_name, table_schema, table_name)
    SELECT j.job_id, partition_tools_internal.system_identifier(), d.oid, d.datname, n.nspname, c.relname
      FROM partition_tools_internal.job AS j
      JOIN pg_database AS d ON d.datname = current_database()
      LEFT JOIN pg_class AS c ON c.oid = j.table_oid LEFT JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE j.job_id = p_job_id;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_identify(bigint) IS
    'Records where a job was made, with the job: server, database and table.';
