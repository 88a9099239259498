CREATE OR REPLACE FUNCTION partition_tools_internal.phase_reconcile(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    -- A row that was updated while it was copied may have been read twice: that must be gone before unique indexes come.
    -- Without an index a round reads all of staging, so one round takes everything.
    PERFORM partition_tools_internal.catch_up(p_job_id, 9223372036854775807);
    s.phase := 'build';
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_reconcile(bigint) IS
    'Phase reconcile: brings the bare copy up to date before it gets indexes. Locks: ACCESS SHARE on the sources.';
