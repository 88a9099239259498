CREATE OR REPLACE FUNCTION partition_tools_internal.manage(p_table regclass, p_operation json, p_as_of timestamptz)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_limit constant text := partition_tools_internal.setting('portion_limit', '');
    v_jobs bigint[];
    v_job  bigint;
BEGIN
    -- In one transaction the lock of the first portion would last for the copies of the others.
    PERFORM set_config('partition_tools.portion_limit', '0', true);
    v_jobs := coalesce(ARRAY(SELECT r.job_id FROM partition_tools.run(p_table, json_build_array(p_operation), p_as_of) AS r), '{}');
    PERFORM set_config('partition_tools.portion_limit', c_limit, true);
    FOREACH v_job IN ARRAY v_jobs LOOP
        PERFORM partition_tools.start(v_job);
    END LOOP;
-- Nothing is caught: it is raised again. But within a block that could catch an error Greenplum does not send each setting that a routine makes to its segments.
EXCEPTION WHEN no_data_found THEN
    RAISE;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.manage(regclass, json, timestamptz) IS
    'Plans one operation on a table and executes its jobs.';
