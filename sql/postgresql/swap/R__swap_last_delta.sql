CREATE OR REPLACE FUNCTION partition_tools_internal.swap_last_delta(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_many constant int := 2000;
    v_swaps   int := coalesce(((partition_tools_internal.job_latest(p_job_id)).position ->> 'swaps')::int, 0);
    v_backlog bigint;
BEGIN
    IF to_regclass(format('partition_tools_stage.%I', partition_tools_internal.stage_name(p_job_id, 'capture'))) IS NULL THEN
        RETURN NULL;
    END IF;
    v_backlog := partition_tools_internal.catch_up_backlog(p_job_id, c_many + 1);
    IF v_backlog > c_many AND v_swaps < 10 THEN
        -- Too much came while we waited for the lock: let go, catch up, come back.
        RETURN CASE WHEN EXISTS (SELECT FROM partition_tools_internal.foreign_keys_wanted(p_job_id)) THEN 'catch_up_keys' ELSE 'catch_up' END;
    ELSIF v_backlog > 0 THEN
        PERFORM partition_tools_internal.catch_up(p_job_id, 9223372036854775807);
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_last_delta(bigint) IS
    'Brings staging up to date under the lock of the swap; returns the phase to go back to where too much has piled up for that.';
