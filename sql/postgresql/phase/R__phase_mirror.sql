CREATE OR REPLACE FUNCTION partition_tools_internal.phase_mirror(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_many  constant int := 500;
    -- From then on writers with an old snapshot are asked to try again: where every transaction is REPEATABLE READ, there
    -- would always be one that has to be caught up.
    c_marks constant int := 3;
    s partition_tools_internal.step;
    v_at    json := coalesce((partition_tools_internal.job_latest(p_job_id)).position, '{}');
    v_tries int := coalesce((v_at ->> 'tries')::int, 0);
    v_marks int := coalesce((v_at ->> 'marks')::int, 0);
    v_function text;
BEGIN
    IF partition_tools_internal.stage_join(p_job_id) THEN
        -- In transactions of their own: the trigger may be writing to them.
        s.again := true;
        s.position := v_at;
        RETURN s;
    END IF;
    v_function := partition_tools_internal.capture_function_text(p_job_id, pg_current_xact_id(), v_marks >= c_marks);
    PERFORM partition_tools_internal.locks_until_commit(), partition_tools_internal.lock_sources(p_job_id, 'SHARE ROW EXCLUSIVE');
    IF v_tries < 10 AND partition_tools_internal.catch_up_backlog(p_job_id, c_many + 1) > c_many THEN
        -- Too much came while we waited for the lock: let go, catch up, come back.
        s.back_to := 'catch_up';
        s.position := json_build_object('tries', v_tries + 1, 'marks', v_marks);
        RETURN s;
    END IF;
    PERFORM partition_tools_internal.catch_up(p_job_id);
    EXECUTE v_function;
    s.position := json_build_object('tries', v_tries, 'marks', v_marks + 1, 'mark', pg_current_xact_id()::text);
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_mirror(bigint) IS
    'Phase mirror: takes what is left of the captured changes, and lets the trigger make every later one in staging itself, so that staging and sources are the same in every snapshot from here on. Locks: SHARE ROW EXCLUSIVE on the sources, for milliseconds.';
