CREATE OR REPLACE FUNCTION partition_tools_internal.job_cancel(p_job_id bigint, p_message text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    e partition_tools_internal.job_event;
BEGIN
    e := partition_tools_internal.job_latest(p_job_id);
    IF e.phase = 'cancel' THEN
        RETURN;
    ELSIF partition_tools_internal.phase_swapped(e.phase) AND partition_tools_internal.job_kind(p_job_id) <> 'remove' THEN
        RAISE NOTICE 'job % has swapped already; it is finished instead', p_job_id;
    ELSE
        PERFORM partition_tools_internal.job_event_append(p_job_id, 'running', 'cancel', 0,
            -- What a data migration has copied stays, and is known.
            CASE WHEN partition_tools_internal.job_migrates(p_job_id) THEN e.position END, NULL, p_message);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_cancel(bigint, text) IS
    'Makes the next step of a job the one that cancels it, with the reason, unless it has swapped and can only be finished.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_cancel_abandoned(p_job_id bigint, p_other bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF (SELECT o.run_id <> j.run_id FROM partition_tools_internal.job AS j, partition_tools_internal.job AS o WHERE j.job_id = p_job_id AND o.job_id = p_other)
       AND NOT partition_tools_internal.phase_swapped((partition_tools_internal.job_latest(p_other)).phase)
       AND NOT partition_tools_internal.detach_begun(p_other) THEN
        PERFORM partition_tools_internal.job_cancel(p_other, format('superseded by job %s', p_job_id));
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_cancel_abandoned(bigint, bigint) IS
    'Cancels what stands of p_other on the table of a job, where it is of another run: that is finished where it has swapped, or its partition is leaving, and undone where it has not.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_cancel_at_once(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Nothing is to be undone, so the table need not be locked, which others may be busy with for hours. The lock of the
    -- job makes whoever begins it now see that it is cancelled.
    IF pg_try_advisory_xact_lock(1347702786, partition_tools_internal.job_lock_key(p_job_id))
       AND NOT partition_tools_internal.job_to_undo(p_job_id) THEN
        PERFORM partition_tools_internal.job_event_append(p_job_id, 'cancelled', 'cancelled', 0, NULL, NULL, 'cancelled');
        RETURN true;
    END IF;
    RETURN false;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_cancel_at_once(bigint) IS
    'Cancels a job that nobody executes and of which there is nothing to undo; false where there is.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_to_undo(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    e partition_tools_internal.job_event;
BEGIN
    e := partition_tools_internal.job_latest(p_job_id);
    RETURN e.state IS NULL AND partition_tools_internal.job_has_made(p_job_id)
        OR e.state IS NOT NULL
       AND (e.state IN ('completed', 'cancelled') OR partition_tools_internal.job_migrates(p_job_id)
            OR e.phase <> partition_tools_internal.phase_after(p_job_id, NULL) OR partition_tools_internal.job_has_made(p_job_id));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_to_undo(bigint) IS
    'Whether a job has done anything: false where it was never begun, or failed before it had made anything.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_has_made(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id)
        OR EXISTS (SELECT FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id)
        OR EXISTS (SELECT FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_has_made(bigint) IS
    'Whether something stands of a job that is not finished: staging tables, triggers, or a partition that it has detached.';
