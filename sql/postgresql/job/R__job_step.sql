CREATE OR REPLACE FUNCTION partition_tools_internal.job_step(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
-- row_security off: a policy that would hide rows from the copy raises an error instead. JIT would take longer to compile
-- the statements that run under a lock than they take to run. Planned once a session: to plan them anew each of the first
-- five times would take half the time of a job without rows.
SET search_path = pg_catalog, pg_temp SET row_security = off SET jit = off SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    s partition_tools_internal.step;
    v_phase text;
BEGIN
    PERFORM set_config('lock_timeout', partition_tools_internal.setting('lock_timeout', '300ms'), true);
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        -- A snapshot from before a lock would hide what was written until the lock was had.
        RAISE EXCEPTION 'a step of a job needs READ COMMITTED' USING ERRCODE = '25001';
    END IF;
    PERFORM partition_tools_internal.job_at_home(p_job_id);
    IF partition_tools_internal.cancel_requested(p_job_id) THEN
        PERFORM partition_tools_internal.job_cancel(p_job_id, 'cancelled');
    END IF;
    v_phase := partition_tools_internal.job_phase(p_job_id);
    IF EXISTS (SELECT FROM partition_tools_internal.phases() AS p WHERE p.phase = v_phase AND p.watched) THEN
        PERFORM partition_tools_internal.check_attached(p_job_id);
        -- A copy that is of no use is found at once, not when it is finished.
        PERFORM partition_tools_internal.check_capture(p_job_id);
        PERFORM partition_tools_internal.check_definition(p_job_id);
    END IF;
    EXECUTE format('SELECT * FROM partition_tools_internal.%I($1)', 'phase_' || v_phase) INTO s USING p_job_id;
    PERFORM partition_tools_internal.job_step_record(p_job_id, v_phase, s);
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_step(bigint) IS
    'Does the next step of a job, and records it in the same transaction: a step has happened and is known, or neither.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_phase(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce((partition_tools_internal.job_latest(p_job_id)).phase, partition_tools_internal.phase_after(p_job_id, NULL));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_phase(bigint) IS 'The phase in which a job goes on, or begins.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_step_record(p_job_id bigint, p_phase text, p_step partition_tools_internal.step)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_listed boolean := (SELECT j.phases IS NOT NULL FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id);
    v_next   text;
    v_state  text;
BEGIN
    IF partition_tools_internal.phase_number(p_job_id, p_step.back_to) > 1 THEN
        PERFORM partition_tools_internal.job_phases_write(p_job_id, p_step.back_to);
    ELSIF NOT v_listed AND p_step.back_to IS NULL AND partition_tools_internal.phase_number(p_job_id, p_phase) > 0 THEN
        PERFORM partition_tools_internal.job_phases_write(p_job_id, p_phase);
        PERFORM partition_tools_internal.stage_give(p_job_id);
    END IF;
    v_next := CASE WHEN p_step.back_to IS NOT NULL THEN p_step.back_to
                   WHEN p_step.again THEN p_phase
                   ELSE partition_tools_internal.phase_after(p_job_id, p_phase) END;
    v_state := CASE v_next WHEN 'done' THEN 'completed' WHEN 'cancelled' THEN 'cancelled' ELSE 'running' END;
    IF v_state <> 'running' THEN
        PERFORM partition_tools_internal.job_clean_up(p_job_id);
    END IF;
    PERFORM partition_tools_internal.job_event_append(p_job_id, v_state, v_next, coalesce(p_step.rows, 0), p_step.position);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_step_record(bigint, text, partition_tools_internal.step) IS
    'Records a step of a job, and what comes next: the same phase again, the phase that it goes back to, or, where this one is done, the next of its list. The list is written down with the first step, which has made what the owner of the table is given, and again where the job goes back. A job that has ended is cleaned up.';
