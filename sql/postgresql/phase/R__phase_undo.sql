CREATE OR REPLACE FUNCTION partition_tools_internal.phase_undo(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    PERFORM partition_tools_internal.job_undo(p_job_id);
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_undo(bigint) IS
    'Phase undo, in no list: undoes what a job has made, to begin anew. Locks: ACCESS EXCLUSIVE on the sources, for milliseconds.';
