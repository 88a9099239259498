CREATE OR REPLACE FUNCTION partition_tools_internal.phase_retire(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    PERFORM partition_tools_internal.job_undo(p_job_id);
    s.phase := 'cancelled';
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_retire(bigint) IS
    'Phase retire: throws away what a job has made, for good. Locks: ACCESS EXCLUSIVE on the sources, for milliseconds.';
