CREATE OR REPLACE FUNCTION partition_tools_internal.phase_catch_up_keys(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    -- Writers wait, and batches are small: a row put back by a round that has not committed is one the trigger cannot remove.
    PERFORM partition_tools_internal.lock_sources(p_job_id, 'SHARE ROW EXCLUSIVE');
    s := partition_tools_internal.catch_up_round(p_job_id, 500, 'catch_up_keys');
    s.phase := coalesce(nullif(s.phase, ''), partition_tools_internal.phase_after_keys(p_job_id));
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_catch_up_keys(bigint) IS
    'Phase catch_up_keys: catches up once staging has foreign keys. Locks: SHARE ROW EXCLUSIVE on the sources, for milliseconds a round.';

CREATE OR REPLACE FUNCTION partition_tools_internal.phase_after_keys(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Rows that come from an archive were in no older snapshot before, so none can miss them.
    RETURN CASE WHEN EXISTS (SELECT FROM partition_tools_internal.job_source AS j WHERE j.job_id = p_job_id) THEN 'settle' ELSE 'swap' END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_after_keys(bigint) IS
    'Where a job goes on when its targets have their foreign keys.';
