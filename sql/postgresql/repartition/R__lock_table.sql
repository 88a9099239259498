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

DROP FUNCTION IF EXISTS partition_tools_internal.lock_tables_until(oid[], timestamptz);
CREATE OR REPLACE FUNCTION partition_tools_internal.lock_tables_until(p_relids oid[], p_until timestamptz, p_mode text DEFAULT 'ACCESS EXCLUSIVE')
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
        PERFORM partition_tools_internal.lock_table(v_relid, p_mode);
    END LOOP;
    PERFORM set_config('lock_timeout', v_timeout, true);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_tables_until(oid[], timestamptz, text) IS
    'Takes tables in a mode, one after the other, waiting until p_until at most; where lock_timeout is 0, as long as it takes.';

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

CREATE OR REPLACE FUNCTION partition_tools_internal.lock_together(p_table oid, p_relids oid[], p_mode text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_timeout text := current_setting('lock_timeout');
    -- Before the server looks for a deadlock, and ends somebody else.
    v_short   interval := least(nullif(v_timeout, '0')::interval, current_setting('deadlock_timeout')::interval / 2);
BEGIN
    PERFORM partition_tools_internal.lock_out_vacuum(p_relids);
    IF cardinality(p_relids) < 2 THEN
        PERFORM partition_tools_internal.lock_tables_until(p_relids, partition_tools_internal.lock_deadline(), p_mode);
        RETURN;
    END IF;
    BEGIN
        PERFORM set_config('lock_timeout', ceil(extract(epoch FROM v_short) * 1000)::text, true);
        PERFORM partition_tools_internal.lock_tables_until(p_relids, clock_timestamp() + v_short, p_mode);
        PERFORM set_config('lock_timeout', v_timeout, true);
        RETURN;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
        -- What was had has been given back.
        NULL;
    END;
    -- Whoever has one of them and wants another that we have waits for us, and we for him; where transactions go to several, in any order, somebody
    -- always does. Nobody who comes through the table is between two of them once that is ours: everybody locks it first.
    PERFORM partition_tools_internal.lock_tables_until(ARRAY(SELECT c.oid FROM pg_class AS c WHERE c.oid = p_table) || p_relids, partition_tools_internal.lock_deadline(), p_mode);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_together(oid, oid[], text) IS
    'Locks partitions of a table, waiting no longer than lock_timeout for all of them together: alone, or, where others keep us from having all of several at once, after the table itself.';

CREATE OR REPLACE FUNCTION partition_tools_internal.lock_sources(p_job_id bigint, p_mode text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.lock_together((SELECT j.table_oid FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id),
        ARRAY(SELECT s.relid FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id ORDER BY s.relid), p_mode);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_sources(bigint, text) IS 'Locks the sources of a job, as lock_together does.';

CREATE OR REPLACE FUNCTION partition_tools_internal.lock_some(p_relids oid[])
RETURNS oid[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_had   oid[] := '{}';
    v_relid oid;
BEGIN
    PERFORM partition_tools_internal.lock_out_vacuum(p_relids);
    FOREACH v_relid IN ARRAY p_relids LOOP
        IF v_had = '{}' THEN
            PERFORM partition_tools_internal.lock_table(v_relid, 'ACCESS EXCLUSIVE');
        ELSE
            -- Whoever wants those that we have already waits for us: so there is no waiting for the next.
            EXIT WHEN NOT partition_tools_internal.lock_at_once(v_relid);
        END IF;
        v_had := v_had || v_relid;
    END LOOP;
    RETURN v_had;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_some(oid[]) IS
    'Takes in ACCESS EXCLUSIVE mode the first of some tables, and as many more as are free at once; returns those that it has.';

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
