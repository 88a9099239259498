CREATE OR REPLACE FUNCTION partition_tools_internal.swap_last_delta(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_tries int := coalesce(((partition_tools_internal.job_latest(p_job_id)).position ->> 'tries')::int, 0);
BEGIN
    IF NOT EXISTS (SELECT FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id) THEN
        RETURN false;
    END IF;
    PERFORM partition_tools_internal.check_record(p_job_id);
    -- Recorded are only changes that staging refused when they were made: they have to settle like all others.
    IF partition_tools_internal.catch_up_backlog(p_job_id, 1) = 0 THEN
        RETURN false;
    ELSIF v_tries < 10 THEN
        RETURN true;
    END IF;
    PERFORM partition_tools_internal.catch_up(p_job_id);
    RETURN false;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_last_delta(bigint) IS
    'Whether the swap has to be put off because changes were recorded that are not in staging; after ten times they are caught up under its lock.';

CREATE OR REPLACE FUNCTION partition_tools_internal.swap_holds(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_at json := (partition_tools_internal.job_latest(p_job_id)).position;
BEGIN
    PERFORM partition_tools_internal.check_capture(p_job_id);
    IF partition_tools_internal.swap_last_delta(p_job_id) THEN
        s.back_to := 'mirror';
        s.position := json_build_object('tries', coalesce((v_at ->> 'tries')::int, 0) + 1);
    ELSIF NOT partition_tools_internal.swap_unchanged(p_job_id) THEN
        -- Changed while we waited for the lock: let go, and look again.
        s.again := true;
        s.position := v_at;
    END IF;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_holds(bigint) IS
    'Under the locks of a swap: whether staging has every change, and the definitions are those that were looked at before; else what comes instead.';

CREATE OR REPLACE FUNCTION partition_tools_internal.tries_so_far(p_position json)
RETURNS json
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE WHEN p_position ->> 'tries' IS NOT NULL THEN json_build_object('tries', p_position -> 'tries') END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.tries_so_far(json) IS
    'What phases between settle and the swap pass on of the position that they were given: how often the job has gone back to the mirror. NULL where it has not.';
