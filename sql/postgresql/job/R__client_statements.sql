CREATE OR REPLACE FUNCTION partition_tools_internal.client_statements(p_job_id bigint)
RETURNS SETOF text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF partition_tools_internal.job_kind(p_job_id) = 'remove' THEN
        RETURN QUERY SELECT s FROM partition_tools_internal.detach_statements(p_job_id) AS s;
    ELSE
        RETURN QUERY SELECT s FROM partition_tools_internal.adopt_statements(p_job_id) AS s;
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.client_statements(bigint) IS
    'The statements that a job waits for which no procedure can execute (PP090: indexes; PP099: a partition to be detached). Each is to be executed outside of a transaction; then the job is started again.';
