CREATE OR REPLACE FUNCTION partition_tools_internal.phase_build(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    s := partition_tools_internal.targets_step(p_job_id, 'build');
    IF NOT s.again THEN
        PERFORM partition_tools_internal.index_names_distinct(p_job_id);
    END IF;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_build(bigint) IS
    'Phase build: gives one target what its template has, and rests where that took longer than at best. Other sessions may build others meanwhile. Locks: none on the table.';
