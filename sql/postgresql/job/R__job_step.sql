CREATE OR REPLACE FUNCTION partition_tools_internal.job_step(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
-- row_security off: a policy that would hide rows from the copy raises an error instead. JIT would take longer to compile
-- the statements that run under a lock than they take to run.
SET search_path = pg_catalog, pg_temp SET row_security = off SET jit = off
AS $$
DECLARE
    s partition_tools_internal.step;
    v_phase text := (partition_tools_internal.job_latest(p_job_id)).phase;
BEGIN
    PERFORM set_config('lock_timeout', partition_tools_internal.setting('lock_timeout', '300ms'), true);
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        -- A snapshot from before a lock would hide what was written until the lock was had.
        RAISE EXCEPTION 'a step of a job needs READ COMMITTED' USING ERRCODE = '25001';
    END IF;
    PERFORM partition_tools_internal.job_at_home(p_job_id);
    v_phase := coalesce(v_phase, partition_tools_internal.job_first_phase(p_job_id));
    v_phase := partition_tools_internal.job_phase_today(p_job_id, v_phase);
    IF v_phase NOT IN ('retire', 'keep', 'migrate_cancel') AND partition_tools_internal.cancel_requested(p_job_id) THEN
        PERFORM partition_tools_internal.job_retire(p_job_id);
        v_phase := (partition_tools_internal.job_latest(p_job_id)).phase;
    END IF;
    IF v_phase NOT IN ('prepare', 'detach', 'clean_up', 'drop', 'keep', 'undo', 'retire', 'migrate', 'migrate_cancel') THEN
        PERFORM partition_tools_internal.check_attached(p_job_id);
        -- A copy that is of no use is found at once, not when it is finished.
        PERFORM partition_tools_internal.check_capture(p_job_id);
        PERFORM partition_tools_internal.check_definition(p_job_id);
    END IF;
    EXECUTE format('SELECT * FROM partition_tools_internal.%I($1)', 'phase_' || v_phase) INTO s USING p_job_id;
    IF v_phase LIKE '%prepare' THEN
        PERFORM partition_tools_internal.stage_give(p_job_id);
    END IF;
    PERFORM partition_tools_internal.job_event_append(
        p_job_id, CASE s.phase WHEN 'done' THEN 'completed' WHEN 'cancelled' THEN 'cancelled' ELSE 'running' END, s.phase, coalesce(s.rows, 0), s.position);
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_step(bigint) IS
    'Does the next step of a job, and records it in the same transaction: a step has happened and is known, or neither.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_first_phase(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT CASE WHEN j.operation = 'migrate' THEN 'migrate' WHEN j.action IN ('drop', 'detach') THEN 'detach'
                        WHEN j.action = 'unload' THEN 'unload_prepare' WHEN j.action = 'restore' THEN 'restore_prepare' ELSE 'prepare' END
              FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_first_phase(bigint) IS 'The phase that a job begins with.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_phase_today(p_job_id bigint, p_phase text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_moves boolean := EXISTS (SELECT FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id);
BEGIN
    IF p_phase IN ('copy', 'reconcile', 'build', 'prove', 'validate_default', 'locked_copy', 'catch_up', 'foreign_keys', 'validate_keys', 'catch_up_keys', 'settle', 'swap')
       AND v_moves AND EXISTS (SELECT FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id AND c.format < 2)
    THEN
        -- What an earlier version has captured is not what this one goes on with.
        RETURN 'undo';
    ELSIF p_phase IN ('catch_up', 'catch_up_keys', 'settle') AND NOT v_moves THEN
        RETURN partition_tools_internal.phase_after_prove(p_job_id);
    END IF;
    RETURN p_phase;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_phase_today(bigint, text) IS
    'The phase that a job goes on with: the recorded one, or another where an earlier version of these routines has recorded it.';
