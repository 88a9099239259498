CREATE OR REPLACE FUNCTION partition_tools_internal.phase_migrate(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
-- The same text for the same key, and the same value for the same expression, in every session that goes on with the job.
SET search_path = pg_catalog, pg_temp SET TimeZone = 'Etc/UTC' SET DateStyle = 'ISO, YMD' SET standard_conforming_strings = on
AS $$
DECLARE
    s partition_tools_internal.step;
    v_spec  json := (SELECT j.spec FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id);
    v_at    json := (partition_tools_internal.job_latest(p_job_id)).position;
    v_after text[] := partition_tools_internal.migration_after(v_spec, v_at);
    v_keyed boolean := coalesce((v_at ->> 'nulls')::boolean, false);
    v_upper text[];
    v_start timestamptz := clock_timestamp();
BEGIN
    PERFORM partition_tools_internal.migration_job_trust(p_job_id);
    s.again := true;
    IF v_spec ->> 'batchsize' IS NULL THEN
        SELECT w.rows, w.position, false INTO s.rows, s.position, s.again FROM partition_tools_internal.migration_whole(v_spec) AS w;
    ELSIF v_keyed THEN
        s.rows := partition_tools_internal.migration_copy(v_spec, partition_tools_internal.migration_nulls(v_spec));
        s.again := false;
    ELSE
        v_upper := partition_tools_internal.migration_boundary(v_spec, v_after);
        IF v_upper IS NULL THEN
            SELECT r.p_after, r.rows INTO v_after, s.rows FROM partition_tools_internal.migration_rest(v_spec, v_after) AS r;
            v_keyed := true;
            s.again := partition_tools_internal.migration_nulls(v_spec) IS NOT NULL;
        ELSE
            s.rows := partition_tools_internal.migration_copy(v_spec, partition_tools_internal.migration_batch(v_spec, v_after, v_upper));
            v_after := v_upper;
        END IF;
    END IF;
    IF s.again THEN
        -- A crash may take this batch back, and its record with it; the last one of a job waits until all are on disk.
        PERFORM set_config('synchronous_commit', 'off', true);
    END IF;
    s.position := coalesce(s.position, partition_tools_internal.migration_position(coalesce((v_at ->> 'batch')::bigint, 0) + 1, v_after, v_keyed));
    s.pause := partition_tools_internal.copy_pause(s.rows, extract(epoch FROM clock_timestamp() - v_start)::float8 * 1000, 1);
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_migrate(bigint) IS
    'Phase migrate: copies one batch of a data migration: the rows with the next keys; last, the rows without a complete key. The position it leaves is committed with the rows. Locks: those of INSERT and SELECT.';
