CREATE OR REPLACE FUNCTION partition_tools_internal.phase_download(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    -- Rows and their record are one transaction: found in this phase, the staging table is empty.
    s.again := true;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_download(bigint) IS
    'Phase download: a worker''s, from work_begin to work_loaded. Locks: none on the table.';
