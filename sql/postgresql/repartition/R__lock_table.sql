CREATE OR REPLACE FUNCTION partition_tools_internal.lock_table(p_relid oid, p_mode text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('LOCK TABLE ONLY %s IN %s MODE', p_relid::regclass, p_mode);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_table(oid, text) IS
    'Locks one table and not its partitions, waiting no longer than lock_timeout.';

CREATE OR REPLACE FUNCTION partition_tools_internal.lock_at_once(p_relid oid)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('LOCK TABLE ONLY %s IN ACCESS EXCLUSIVE MODE NOWAIT', p_relid::regclass);
    RETURN true;
EXCEPTION WHEN lock_not_available THEN
    RETURN false;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_at_once(oid) IS
    'Locks one table in ACCESS EXCLUSIVE mode; false where that would have to be waited for.';

CREATE OR REPLACE FUNCTION partition_tools_internal.lock_deadline()
RETURNS timestamptz
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Units of settings are units of intervals. pg_settings would compute all that there are.
    RETURN clock_timestamp() + current_setting('lock_timeout')::interval;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_deadline() IS
    'Until when locks that are asked for from now on may be waited for together.';

CREATE OR REPLACE FUNCTION partition_tools_internal.lock_tables_until(p_relids oid[], p_until timestamptz)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_timeout text := current_setting('lock_timeout');
    v_relid   oid;
BEGIN
    FOREACH v_relid IN ARRAY p_relids LOOP
        -- All of them within one lock_timeout: whoever came after us is waiting for the first already.
        IF v_timeout <> '0' THEN
            PERFORM set_config('lock_timeout', greatest(1, ceil(extract(epoch FROM p_until - clock_timestamp()) * 1000))::int::text, true);
        END IF;
        PERFORM partition_tools_internal.lock_table(v_relid, 'ACCESS EXCLUSIVE');
    END LOOP;
    PERFORM set_config('lock_timeout', v_timeout, true);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_tables_until(oid[], timestamptz) IS
    'Takes tables in ACCESS EXCLUSIVE mode, one after the other, waiting until p_until at most; where lock_timeout is 0, as long as it takes.';

CREATE OR REPLACE FUNCTION partition_tools_internal.lock_out_vacuum(p_relids oid[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_timeout text := current_setting('lock_timeout');
    v_relid   oid;
BEGIN
    -- Autovacuum gives way only to who has waited for deadlock_timeout, longer than lock_timeout. This mode conflicts with
    -- it and with no reader or writer, so waiting for it holds up nobody, provided that nothing stronger is held yet.
    PERFORM set_config('lock_timeout', '5s', true);
    FOR v_relid IN SELECT DISTINCT c.oid FROM pg_class c WHERE c.oid = ANY (p_relids) ORDER BY c.oid LOOP
        EXECUTE format('LOCK TABLE ONLY %s IN SHARE UPDATE EXCLUSIVE MODE', v_relid::regclass);
    END LOOP;
    PERFORM set_config('lock_timeout', v_timeout, true);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_out_vacuum(oid[]) IS
    'Makes VACUUM, ANALYZE and the like finish or yield on partitions that are about to be locked.';

CREATE OR REPLACE FUNCTION partition_tools_internal.lock_sources(p_job_id bigint, p_mode text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_relids oid[] := ARRAY(SELECT s.relid FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id ORDER BY s.relid);
    v_relid  oid;
BEGIN
    PERFORM partition_tools_internal.lock_out_vacuum(v_relids);
    FOREACH v_relid IN ARRAY v_relids LOOP
        PERFORM partition_tools_internal.lock_table(v_relid, p_mode);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_sources(bigint, text) IS 'Locks the sources of a job.';

CREATE OR REPLACE FUNCTION partition_tools_internal.locks_until_commit()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Locks are released when the commit has reached the disk, and the standbys where they are waited for. Nobody is told of this
    -- commit alone: the next step of the job waits for both, and so does whoever commits after having seen it.
    PERFORM set_config('synchronous_commit', 'off', true);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.locks_until_commit() IS
    'Lets the locks of this transaction go when it commits, and not only when that has been written to disk. For steps that hold others up, and are neither the first of a job nor the last; after a crash such a step has happened, with its record, or neither.';
