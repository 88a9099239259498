CREATE OR REPLACE FUNCTION partition_tools_internal.job_events(p_job_id bigint)
RETURNS SETOF partition_tools_internal.job_event
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY SELECT * FROM partition_tools_internal.job_event AS e WHERE e.job_id = p_job_id;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_events(bigint) IS
    'Everything that has happened to a job. What a step or a migration calls reads events through this or job_latest, not from the table.';
