CREATE OR REPLACE FUNCTION partition_tools_internal.phase_reconcile(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    IF (SELECT c.capture = 'row' FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id) THEN
        PERFORM partition_tools_internal.capture_discard(p_job_id);
    END IF;
    -- A row that was updated while it was copied may have been read twice: that must be gone before unique indexes come.
    -- Without an index a round reads all of staging, so one round takes everything.
    PERFORM partition_tools_internal.catch_up(p_job_id);
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_reconcile(bigint) IS
    'Phase reconcile: brings the bare copy up to date before it gets indexes. Locks: ACCESS SHARE on the sources.';

CREATE OR REPLACE FUNCTION partition_tools_internal.capture_discard(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- What the snapshot saw that copied its place is in the copy, or rightly is not. Whatever is recorded from here on was
    -- seen by none of them.
    EXECUTE format($q$
        DELETE FROM partition_tools_stage.%I AS c
         WHERE EXISTS (SELECT FROM (SELECT k.upper, k.snapshot FROM partition_tools_internal.job_copied AS k
                                     WHERE k.job_id = $1 AND k.source = c.partition_tools_source AND k.lower <= c.partition_tools_tid
                                     ORDER BY k.lower DESC LIMIT 1) AS k
                        WHERE c.partition_tools_tid < k.upper AND pg_visible_in_snapshot(c.partition_tools_xid, k.snapshot)) $q$,
        partition_tools_internal.stage_name(p_job_id, 'capture')) USING p_job_id;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_discard(bigint) IS
    'Discards the recorded rows that the copy has seen already, where whole rows are captured.';
