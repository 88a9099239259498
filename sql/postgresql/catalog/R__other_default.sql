CREATE OR REPLACE FUNCTION partition_tools_internal.other_default(p_job_id bigint)
RETURNS oid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT nullif(p.partdefid, 0)
              FROM partition_tools_internal.job j JOIN pg_partitioned_table p ON p.partrelid = j.table_oid
             WHERE j.job_id = p_job_id
               AND p.partdefid NOT IN (SELECT s.relid FROM partition_tools_internal.job_source s WHERE s.job_id = p_job_id));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.other_default(bigint) IS
    'The default partition of a job''s table where it is not one of the sources; NULL where it is, or where there is none.';
