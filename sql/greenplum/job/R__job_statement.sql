CREATE OR REPLACE FUNCTION partition_tools_internal.job_statement(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN format('SELECT partition_tools.start(%s)', p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_statement(bigint) IS 'The statement that executes a job on this engine.';
