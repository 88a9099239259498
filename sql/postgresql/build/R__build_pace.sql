CREATE OR REPLACE FUNCTION partition_tools_internal.build_gently(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_busy constant int := 50;
BEGIN
    -- What has been recorded since the last target was begun says whether others write. Who works alone takes all processors.
    IF partition_tools_internal.setting('pacing', 'on') = 'on' AND partition_tools_internal.catch_up_backlog(p_job_id, c_busy) >= c_busy THEN
        PERFORM set_config('max_parallel_maintenance_workers', '0', true);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_gently(bigint) IS
    'Lets the indexes of this transaction be built by one process alone where others write to the sources of a job meanwhile, unless partition_tools.pacing is off.';

CREATE OR REPLACE FUNCTION partition_tools_internal.build_pace(p_relid oid, p_ms float8, p_best float8, OUT best float8, OUT pause interval)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- Below, what does not depend on the size takes longer than what does.
    c_large constant float8 := 4;
    v_size  float8 := pg_total_relation_size(p_relid) / 1048576.0;
BEGIN
    best := p_best;
    IF v_size >= c_large THEN
        best := partition_tools_internal.copy_pace(p_best, p_ms / v_size);
        pause := partition_tools_internal.copy_pause(0, p_ms, p_ms / v_size / p_best);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_pace(oid, float8, float8) IS
    'After a target has been built in p_ms: the best pace so far, in milliseconds a megabyte (p_best before), and how long to rest, as copy_pause says.';
