CREATE OR REPLACE FUNCTION partition_tools_internal.jobs_open(p_table oid)
RETURNS bigint[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce(ARRAY(SELECT j.job_id FROM partition_tools_internal.job AS j
                            LEFT JOIN (SELECT DISTINCT e.job_id FROM partition_tools_internal.job_event AS e WHERE e.state IN ('completed', 'cancelled')) AS o ON o.job_id = j.job_id
                           WHERE o.job_id IS NULL AND (j.table_oid = p_table OR p_table IS NULL) ORDER BY j.job_id), '{}');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.jobs_open(oid) IS
    'The jobs of a table (NULL: all) that are neither completed nor cancelled.';
