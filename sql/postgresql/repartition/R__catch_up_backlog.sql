CREATE OR REPLACE FUNCTION partition_tools_internal.catch_up_backlog(p_job_id bigint, p_enough int)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_capture constant text := format('partition_tools_stage.%I', partition_tools_internal.stage_name(p_job_id, 'capture'));
    v_count bigint := 0;
BEGIN
    IF to_regclass(c_capture) IS NOT NULL THEN
        EXECUTE format('SELECT count(*) FROM (SELECT FROM %s LIMIT %s) AS c', c_capture, p_enough) INTO v_count;
    END IF;
    RETURN v_count;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.catch_up_backlog(bigint, int) IS
    'Records that wait to be caught up, counted up to p_enough.';

CREATE OR REPLACE FUNCTION partition_tools_internal.capture_compact(p_job_id bigint)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_worthwhile constant bigint := 16 * 1024 * 1024;
    c_capture constant regclass := format('partition_tools_stage.%I', partition_tools_internal.stage_name(p_job_id, 'capture'))::regclass;
    v_timeout text := current_setting('lock_timeout');
    v_taken   bigint := 0;
BEGIN
    IF pg_relation_size(c_capture) < c_worthwhile THEN
        RETURN 0;
    END IF;
    -- Every round would read what earlier ones have taken, until VACUUM comes by. Writers wait for us no longer than this.
    PERFORM set_config('lock_timeout', '20ms', true);
    EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', c_capture);
    PERFORM set_config('lock_timeout', v_timeout, true);
    IF partition_tools_internal.catch_up_backlog(p_job_id, 2001) <= 2000 THEN
        v_taken := partition_tools_internal.catch_up(p_job_id);
        EXECUTE format('TRUNCATE %s', c_capture);
    END IF;
    RETURN v_taken;
EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
    PERFORM set_config('lock_timeout', v_timeout, true);
    RETURN 0;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_compact(bigint) IS
    'Gives back the space of records that are caught up, where the lock can be had at once; returns how many it took for that.';

CREATE OR REPLACE FUNCTION partition_tools_internal.capture_trim(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- What is read at each look for records, until VACUUM comes by.
    c_small   constant int := 256 * 1024;
    c_capture constant text := partition_tools_internal.capture_table(p_job_id);
    v_timeout text := current_setting('lock_timeout');
BEGIN
    IF coalesce(pg_relation_size(to_regclass(c_capture)), 0) <= c_small THEN
        RETURN;
    END IF;
    -- Changes are made in staging itself by now: nobody is here but who has been refused there. Not in the mirror's own transaction, since a
    -- commit that takes files away waits for the disk, with all its locks.
    PERFORM set_config('lock_timeout', '20ms', true);
    EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', c_capture);
    PERFORM set_config('lock_timeout', v_timeout, true);
    IF partition_tools_internal.catch_up_backlog(p_job_id, 1) = 0 THEN
        EXECUTE format('TRUNCATE %s', c_capture);
    END IF;
EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
    PERFORM set_config('lock_timeout', v_timeout, true);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_trim(bigint) IS
    'Empties the record of changes of a job whose changes are mirrored, where it is large, has no records, and nobody is on it.';
