CREATE OR REPLACE FUNCTION partition_tools_internal.job_events(p_job_id bigint)
RETURNS SETOF partition_tools_internal.job_event
LANGUAGE plpgsql STABLE
-- row_security: a step turns it off, and reading the table would be an error then.
SET search_path = pg_catalog, pg_temp SET row_security = on
AS $$
BEGIN
    RETURN QUERY SELECT * FROM partition_tools_internal.job_event AS e WHERE e.job_id = p_job_id;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_events(bigint) IS
    'Everything that has happened to a job. What a step or a migration calls reads events through this or job_latest, not from the table.';
