CREATE OR REPLACE FUNCTION partition_tools_internal.stage_name(p_job_id bigint, p_part text)
RETURNS name
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN 'partition_tools_j' || p_job_id || '_' || p_part;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_name(bigint, text) IS
    'Name of an object that a job makes for the time of its work.';
