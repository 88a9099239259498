CREATE OR REPLACE FUNCTION partition_tools_internal.catch_up_round(p_job_id bigint, p_limit int, p_phase text)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_few constant int := 200;
    s partition_tools_internal.step;
    v_at    json := coalesce((partition_tools_internal.job_latest(p_job_id)).position, '{}');
    v_round int := coalesce((v_at ->> 'round')::int, 0);
    v_taken bigint := 0;
BEGIN
    IF to_regclass(format('partition_tools_stage.%I', partition_tools_internal.stage_name(p_job_id, 'capture'))) IS NOT NULL THEN
        BEGIN
            v_taken := partition_tools_internal.catch_up(p_job_id, p_limit);
        EXCEPTION WHEN unique_violation OR exclusion_violation THEN
            -- A value has passed from one row to another, and only one of the two is in this round: take them all.
            v_taken := partition_tools_internal.catch_up(p_job_id, 9223372036854775807);
        END;
    END IF;
    -- Each round has only what came during the one before. Where that no longer shrinks, the swap has to take the rest.
    IF v_taken > c_few AND NOT (v_round > 20 AND v_taken < p_limit AND v_taken >= (v_at ->> 'taken')::bigint) THEN
        s.phase := p_phase;
        s.position := json_build_object('round', v_round + 1, 'taken', v_taken,
                                        'swaps', v_at -> 'swaps', 'copied', v_at -> 'copied');
    ELSE
        s.phase := '';
        -- Older snapshots do not see what is committed here. Where the swap has been tried in vain, an earlier mark has to do.
        s.position := json_build_object('swaps', v_at -> 'swaps',
                                        'copied', CASE WHEN (v_at ->> 'swaps')::int >= 3 THEN v_at ->> 'copied'
                                                       ELSE pg_current_xact_id()::xid::text END);
    END IF;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.catch_up_round(bigint, int, text) IS
    'One round of catching up; the step''s phase is p_phase while another is worth while, and empty after that.';
