CREATE OR REPLACE FUNCTION partition_tools_internal.job_waits(p_job_id bigint)
RETURNS boolean
-- Not IMMUTABLE: where it makes a constant of a call, the server loses the portal of the extended protocol.
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN false;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_waits(bigint) IS
    'Whether a job needs a worker: none does on this engine yet.';

CREATE OR REPLACE FUNCTION partition_tools_internal.work_waiting(p_failed boolean DEFAULT true)
RETURNS TABLE (job_id bigint, action text, target text, source text, state text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.work_waiting(boolean) IS
    'For a worker: the jobs that are there for it, none on this engine yet.';
