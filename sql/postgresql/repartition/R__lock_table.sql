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

CREATE OR REPLACE FUNCTION partition_tools_internal.lock_together(
    p_table oid, p_relids oid[], p_mode text, p_referenced oid[] DEFAULT '{}', p_referenced_mode text DEFAULT 'ACCESS EXCLUSIVE')
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_writers constant text := 'SHARE ROW EXCLUSIVE';
    v_table   oid[] := ARRAY(SELECT c.oid FROM pg_class AS c WHERE c.oid = p_table);
    v_rest    oid[] := array_remove(p_relids, p_table);
    v_timeout text := current_setting('lock_timeout');
    -- Before the server looks for a deadlock, and ends somebody else.
    v_short   interval := least(nullif(v_timeout, '0')::interval, current_setting('deadlock_timeout')::interval / 2);
    v_until   timestamptz;
BEGIN
    PERFORM partition_tools_internal.lock_out_vacuum(p_relids || p_referenced);
    IF cardinality(p_relids) < 2 AND p_referenced = '{}' OR p_mode = 'SHARE UPDATE EXCLUSIVE' THEN
        PERFORM partition_tools_internal.lock_tables_until(p_relids, partition_tools_internal.lock_deadline(), p_mode);
        RETURN;
    END IF;
    -- Whoever has one of them and wants another that we have waits for us, and we for him; where there is always somebody, no patience helps. But most
    -- take them in the same order, and whoever waits for the first has nothing that we want. So each order has its turn:
    -- 1 as they are; 2 the table before its partitions, as everybody who comes through it; 3 what is referred to before, as who writes there first;
    -- 4 first without writers of either, then without readers of what is referred to, who may read the table next.
    FOR v_order IN 1 .. 4 LOOP
        CONTINUE WHEN v_order = 2 AND (cardinality(v_rest) < 2 OR v_rest <> p_relids)
                   OR v_order > 2 AND p_referenced = '{}' OR v_order = 4 AND p_referenced_mode = c_writers;
        BEGIN
            PERFORM set_config('lock_timeout', ceil(extract(epoch FROM v_short) * 1000)::text, true);
            v_until := clock_timestamp() + v_short;
            IF v_order > 2 THEN
                PERFORM partition_tools_internal.lock_tables_until(p_referenced, v_until, c_writers);
            END IF;
            IF v_order = 4 THEN
                PERFORM partition_tools_internal.lock_tables_until(v_table, v_until, c_writers),
                        partition_tools_internal.lock_tables_until(p_referenced, v_until, p_referenced_mode);
            END IF;
            IF v_order > 1 OR v_rest <> p_relids THEN
                PERFORM partition_tools_internal.lock_tables_until(v_table, v_until, p_mode);
            END IF;
            PERFORM partition_tools_internal.lock_tables_until(v_rest, v_until, p_mode),
                    partition_tools_internal.lock_tables_until(p_referenced, v_until, p_referenced_mode);
            PERFORM set_config('lock_timeout', v_timeout, true);
            RETURN;
        EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
            -- What was had has been given back.
            NULL;
        END;
    END LOOP;
    RAISE EXCEPTION 'the locks of % could not be had together', p_table::regclass USING ERRCODE = 'lock_not_available';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_together(oid, oid[], text, oid[], text) IS
    'Locks a table, or partitions of it, or both, the table first, in one mode, and p_referenced, what foreign keys refer to, in another; in the order in which those let us who lock the same ones, waiting no longer than lock_timeout for each order. 55P03 where none of them does.';

CREATE OR REPLACE FUNCTION partition_tools_internal.referenced_tables(p_relids oid[])
RETURNS oid[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Who may only refer to them cannot lock them first: then they are locked when it is their turn.
    RETURN ARRAY(
        SELECT DISTINCT t.relid
          FROM pg_constraint AS k CROSS JOIN LATERAL (SELECT k.confrelid UNION SELECT p.relid FROM pg_partition_tree(k.confrelid) AS p) AS t(relid)
         WHERE k.contype = 'f' AND k.conrelid = ANY (p_relids) AND t.relid <> ALL (array_remove(p_relids, NULL)) AND has_table_privilege(t.relid, 'UPDATE, DELETE, TRUNCATE') ORDER BY t.relid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.referenced_tables(oid[]) IS
    'The tables that foreign keys of some tables refer to, with their partitions, as far as the current role may lock them.';

DROP FUNCTION IF EXISTS partition_tools_internal.lock_sources(bigint, text);
CREATE OR REPLACE FUNCTION partition_tools_internal.lock_sources(p_job_id bigint, p_mode text, p_referenced oid[] DEFAULT '{}')
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.lock_together((SELECT j.table_oid FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id),
        ARRAY(SELECT s.relid FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id ORDER BY s.relid), p_mode, p_referenced);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_sources(bigint, text, oid[]) IS
    'Locks the sources of a job, and, in ACCESS EXCLUSIVE mode, what foreign keys refer to that are to be dropped, as lock_together does.';

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
