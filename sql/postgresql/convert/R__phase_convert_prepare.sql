CREATE OR REPLACE FUNCTION partition_tools_internal.phase_convert_prepare(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    PERFORM partition_tools_internal.convert_check(p_job_id);
    PERFORM partition_tools_internal.check_locks(p_job_id);
    INSERT INTO partition_tools_internal.job_source (job_id, ordinal, relid, schema_name, name, lower_text, upper_text, is_default)
    SELECT j.job_id, 1, c.oid, n.nspname, c.relname, NULL, NULL, false
      FROM partition_tools_internal.job AS j JOIN pg_class AS c ON c.oid = j.table_oid JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE j.job_id = p_job_id;
    PERFORM partition_tools_internal.check_space(p_job_id);
    PERFORM partition_tools_internal.convert_stage(p_job_id);
    PERFORM partition_tools_internal.capture_install(p_job_id);
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_convert_prepare(bigint) IS
    'Phase prepare of a conversion: makes the partitioned table beside the plain one, and begins to capture changes. Locks: SHARE ROW EXCLUSIVE on the table until it commits.';
