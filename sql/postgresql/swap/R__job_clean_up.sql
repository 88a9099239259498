CREATE OR REPLACE FUNCTION partition_tools_internal.job_clean_up(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
DECLARE
    v_capture name := partition_tools_internal.stage_name(p_job_id, 'capture');
BEGIN
    EXECUTE format('DROP TABLE IF EXISTS partition_tools_stage.%I', partition_tools_internal.stage_name(p_job_id, 'root'));
    EXECUTE format('DROP FUNCTION IF EXISTS partition_tools_stage.%I()', v_capture);
    EXECUTE format('DROP FUNCTION IF EXISTS partition_tools_stage.%I()', partition_tools_internal.stage_name(p_job_id, 'apply'));
    EXECUTE format('DROP TABLE IF EXISTS partition_tools_stage.%I, partition_tools_stage.%I', v_capture, partition_tools_internal.stage_name(p_job_id, 'alive'));
    PERFORM partition_tools_internal.job_notes_delete(p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_clean_up(bigint) IS
    'Drops the staging root and the capture of a job, and what was noted about it: the end of every job, and of what undoes one.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_notes_delete(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    DELETE FROM partition_tools_internal.job_task AS r WHERE r.job_id = p_job_id;
    DELETE FROM partition_tools_internal.job_helped AS r WHERE r.job_id = p_job_id;
    DELETE FROM partition_tools_internal.job_copied AS r WHERE r.job_id = p_job_id;
    DELETE FROM partition_tools_internal.job_rename AS r WHERE r.job_id = p_job_id;
    DELETE FROM partition_tools_internal.job_incoming_key AS r WHERE r.job_id = p_job_id;
    DELETE FROM partition_tools_internal.job_target AS r WHERE r.job_id = p_job_id;
    DELETE FROM partition_tools_internal.job_source AS r WHERE r.job_id = p_job_id;
    DELETE FROM partition_tools_internal.job_context AS r WHERE r.job_id = p_job_id;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_notes_delete(bigint) IS
    'Deletes what a job has noted about its table; its history stays.';
