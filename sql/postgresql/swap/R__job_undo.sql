CREATE OR REPLACE FUNCTION partition_tools_internal.job_undo(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_capture name := partition_tools_internal.stage_name(p_job_id, 'capture');
    r record;
BEGIN
    PERFORM partition_tools_internal.tasks_interrupt(p_job_id);
    PERFORM partition_tools_internal.default_free(p_job_id);
    PERFORM partition_tools_internal.lock_together((SELECT j.table_oid FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id), ARRAY(
        SELECT DISTINCT t.tgrelid FROM pg_trigger t
          JOIN partition_tools_internal.job_source s ON s.relid = t.tgrelid
         WHERE s.job_id = p_job_id AND t.tgname IN (v_capture, (v_capture || '_truncate')::name) ORDER BY t.tgrelid), 'ACCESS EXCLUSIVE',
        -- What is dropped has foreign keys.
        partition_tools_internal.referenced_tables(to_regclass(partition_tools_internal.stage_root(p_job_id))::oid
            || ARRAY(SELECT t.relid FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id)));
    PERFORM partition_tools_internal.capture_drop(p_job_id), partition_tools_internal.adopt_undo(p_job_id);
    FOR r IN SELECT t.relid FROM partition_tools_internal.job_target t JOIN pg_class c ON c.oid = t.relid WHERE t.job_id = p_job_id LOOP
        EXECUTE format('DROP TABLE %s', r.relid::regclass);
    END LOOP;
    PERFORM partition_tools_internal.job_clean_up(p_job_id);
    UPDATE partition_tools_internal.job AS j SET phases = NULL WHERE j.job_id = p_job_id AND j.phases IS NOT NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_undo(bigint) IS
    'Undoes what a job has made that has not swapped: the table is as if it had never been started. Locks: ACCESS EXCLUSIVE on the sources, for milliseconds.';

