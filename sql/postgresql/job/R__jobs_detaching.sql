CREATE OR REPLACE FUNCTION partition_tools_internal.jobs_detaching(p_table oid)
RETURNS bigint[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(SELECT DISTINCT j.job_id
                   FROM partition_tools_internal.job AS j JOIN partition_tools_internal.job_source AS s ON s.job_id = j.job_id
                  WHERE j.table_oid = p_table AND j.ended_at IS NULL AND (partition_tools_internal.job_latest(j.job_id)).phase IN ('detach', 'drop')
                    AND partition_tools_internal.detach_begun(j.job_id) AND partition_tools_internal.job_elsewhere(j.job_id) IS NULL
                    AND NOT partition_tools_internal.cancel_requested(j.job_id)
                  ORDER BY j.job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.jobs_detaching(oid) IS
    'The unfinished jobs whose partition has left a table, or is leaving it: no plan shows it any more, so nobody else would finish them.';
