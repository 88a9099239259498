CREATE OR REPLACE FUNCTION partition_tools_internal.catch_up_backlog(p_job_id bigint, p_enough int)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_count bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM (SELECT FROM partition_tools_stage.%I LIMIT %s) AS c',
                   partition_tools_internal.stage_name(p_job_id, 'capture'), p_enough) INTO v_count;
    RETURN v_count;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.catch_up_backlog(bigint, int) IS
    'Captured keys that wait to be caught up, counted up to p_enough.';
