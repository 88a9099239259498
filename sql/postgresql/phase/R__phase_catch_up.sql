CREATE OR REPLACE FUNCTION partition_tools_internal.phase_catch_up(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_few   constant int := 50;
    c_least constant int := 10;
    c_limit constant int := 20000;
    s partition_tools_internal.step;
    v_at    json := coalesce((partition_tools_internal.job_latest(p_job_id)).position, '{}');
    v_round int := coalesce((v_at ->> 'round')::int, 0);
    v_before bigint := (v_at ->> 'taken')::bigint;
    v_taken bigint;
BEGIN
    v_taken := partition_tools_internal.catch_up_round(p_job_id, c_limit) + partition_tools_internal.capture_compact(p_job_id);
    -- Each round has only what came during the one before. Where that no longer shrinks, the mirror has to take the rest, while
    -- writers wait: so few are not enough as long as they become much fewer.
    IF v_taken > c_few AND NOT (v_round > 20 AND v_taken < c_limit AND v_taken >= v_before)
       OR v_taken > c_least AND v_taken < 0.7 * coalesce(v_before, v_taken * 2) THEN
        s.again := true;
        s.position := json_build_object('round', v_round + 1, 'taken', v_taken, 'tries', v_at -> 'tries', 'marks', v_at -> 'marks');
    ELSE
        s.position := json_build_object('tries', v_at -> 'tries', 'marks', v_at -> 'marks');
    END IF;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_catch_up(bigint) IS
    'Phase catch_up: one round of captured changes, until few are left. Locks: ACCESS SHARE on the sources.';
