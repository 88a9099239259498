CREATE OR REPLACE FUNCTION partition_tools_internal.stage_name(p_job_id bigint, p_part text)
RETURNS name
LANGUAGE sql IMMUTABLE
AS $$ SELECT ('partition_tools_j' || p_job_id || '_' || p_part)::name $$;
COMMENT ON FUNCTION partition_tools_internal.stage_name(bigint, text) IS
    'Name of an object that a job makes for the time of its work.';
