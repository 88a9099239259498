CREATE OR REPLACE FUNCTION partition_tools_internal.job_relations_elsewhere(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_relations_elsewhere(bigint) IS
    'Which of the tables that a running job has noted has become another one: none, for a job is one transaction on this engine, and finds its tables by bounds.';
