CREATE OR REPLACE PROCEDURE partition_tools_internal.manage(p_table regclass, p_operation json, p_as_of timestamptz)
LANGUAGE plpgsql
AS $$
DECLARE
    v_jobs bigint[];
    v_job  bigint;
BEGIN
    COMMIT;
    v_jobs := ARRAY(SELECT r.job_id FROM partition_tools.run(p_table, pg_catalog.json_build_array(p_operation), p_as_of) AS r);
    COMMIT;
    FOREACH v_job IN ARRAY v_jobs LOOP
        CALL partition_tools.start(v_job);
    END LOOP;
END
$$;
COMMENT ON PROCEDURE partition_tools_internal.manage(regclass, json, timestamptz) IS
    'Plans one operation on a table and executes its jobs.';
