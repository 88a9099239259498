CREATE OR REPLACE FUNCTION partition_tools_internal.job_dismissed(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Nothing is to be undone, so the table need not be locked, which others may be busy with for hours. The lock of the
    -- job makes whoever begins it now see that it is cancelled.
    IF pg_try_advisory_xact_lock(1347702786, partition_tools_internal.job_lock_key(p_job_id))
       AND partition_tools_internal.job_untouched(p_job_id) THEN
        PERFORM partition_tools_internal.job_event_append(p_job_id, 'cancelled', 'cancelled', 0, NULL, NULL, 'cancelled');
        RETURN true;
    END IF;
    RETURN false;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_dismissed(bigint) IS
    'Cancels a job that nobody executes and that has made nothing; false where there is more to do.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_untouched(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    e partition_tools_internal.job_event;
BEGIN
    e := partition_tools_internal.job_latest(p_job_id);
    RETURN e.state IS NULL
        OR e.state NOT IN ('completed', 'cancelled') AND NOT partition_tools_internal.job_migrates(p_job_id)
           AND e.phase = partition_tools_internal.job_first_phase(p_job_id) AND NOT partition_tools_internal.job_has_left(p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_untouched(bigint) IS
    'Whether a job that is not finished has done nothing yet: it was never begun, or failed before it had made anything.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_has_left(p_job_id bigint)
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
COMMENT ON FUNCTION partition_tools_internal.job_has_left(bigint) IS
    'Whether something stands of a job that is not finished: staging tables, triggers, or a partition that it has detached.';
