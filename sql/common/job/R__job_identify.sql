CREATE OR REPLACE FUNCTION partition_tools_internal.job_identify(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- Looked up one by one: a query over a table of ours and one that is the master's would need further processes on Greenplum.
    c_system   constant text := partition_tools_internal.system_identifier();
    c_table    constant oid := (SELECT j.table_oid FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id);
    c_database constant oid := (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database());
    v_schema name;
    v_name   name;
BEGIN
    SELECT n.nspname, c.relname INTO v_schema, v_name FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = c_table;
    INSERT INTO partition_tools_internal.job_identity (job_id, system_id, database_oid, database_name, table_schema, table_name)
    VALUES (p_job_id, c_system, c_database, current_database(), v_schema, v_name);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_identify(bigint) IS
    'Records where a job was made, with the job: server, database and table.';
