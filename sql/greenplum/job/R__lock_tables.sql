CREATE OR REPLACE FUNCTION partition_tools_internal.lock_tables(p_relids oid[], p_mode text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_until timestamptz := clock_timestamp() + partition_tools_internal.lock_patience();
    v_tries int := 0;
BEGIN
    LOOP
        BEGIN
            PERFORM partition_tools_internal.lock_tables_once(p_relids, p_mode, partition_tools_internal.setting('lock_timeout', '300ms'));
            RETURN;
        EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
            -- What this attempt has locked is free again.
            PERFORM partition_tools_internal.lock_refused(p_relids, p_mode, v_until);
        END;
        -- Standing back, longer each time, lets those through who queued behind us.
        v_tries := v_tries + 1;
        PERFORM pg_sleep(least(5, 0.1 * 1.5 ^ v_tries) * (0.5 + random()));
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_tables(oid[], text) IS
    'Locks tables, the partitioned one first, without their partitions; each try no longer than partition_tools.lock_timeout, and so often as partition_tools.lock_patience allows. PP050 names who holds them.';

CREATE OR REPLACE FUNCTION partition_tools_internal.lock_refused(p_relids oid[], p_mode text, p_until timestamptz)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Who holds a table and waits for one of ours will never be done.
    IF clock_timestamp() > p_until OR partition_tools_internal.waited_for(p_relids) THEN
        RAISE EXCEPTION 'could not lock % in % mode', p_relids[1]::regclass, p_mode
            USING ERRCODE = 'PP050', DETAIL = partition_tools_internal.lock_holders(p_relids),
                  HINT = 'The table is intact. End the sessions that hold it, or start the job again later.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_refused(oid[], text, timestamptz) IS
    'Raises PP050 where it is too late to try again, or of no use.';

CREATE OR REPLACE FUNCTION partition_tools_internal.lock_upgrade(
    p_relids oid[], p_until timestamptz DEFAULT clock_timestamp() + partition_tools_internal.lock_patience(), p_give_way timestamptz DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- So long readers are let go one after the other; then they have to queue, for lock_timeout at a time.
    v_gentle timestamptz := clock_timestamp() + interval '10 seconds';
    v_pause  float8 := 0.02;
BEGIN
    LOOP
        BEGIN
            IF clock_timestamp() > v_gentle THEN
                v_pause := least(2, v_pause * 1.5);
                PERFORM partition_tools_internal.lock_tables_once(p_relids, 'ACCESS EXCLUSIVE', partition_tools_internal.setting('lock_timeout', '300ms'));
                RETURN;
            ELSIF NOT partition_tools_internal.lock_held(p_relids) THEN
                -- Granted at once, ahead of the writers who wait for us. While we wait, a reader that turns to writing would
                -- be a deadlock, and the server would end that reader. NOWAIT fails while anybody queues, even behind us.
                PERFORM partition_tools_internal.lock_tables_once(p_relids, 'ACCESS EXCLUSIVE', '20ms');
                RETURN;
            END IF;
        EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
            NULL;
        END;
        PERFORM partition_tools_internal.lock_refused(p_relids, 'ACCESS EXCLUSIVE', p_until);
        PERFORM partition_tools_internal.lock_overdue(p_relids, p_give_way);
        PERFORM pg_sleep(v_pause);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_upgrade(oid[], timestamptz, timestamptz) IS
    'Locks out everybody from tables whose writers are locked out already, at a moment when nobody reads; later, where there is none, as lock_tables does. PP050, which names who holds them, when p_until has passed; PP046 when p_give_way has, for who calls it to give its locks back and try again.';

CREATE OR REPLACE FUNCTION partition_tools_internal.lock_overdue(p_relids oid[], p_give_way timestamptz)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF clock_timestamp() > p_give_way THEN
        RAISE EXCEPTION 'writers of % have waited long enough', p_relids[1]::regclass
            USING ERRCODE = 'PP046', DETAIL = partition_tools_internal.lock_holders(p_relids);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_overdue(oid[], timestamptz) IS
    'PP046 where it is time to let writers through; never where p_give_way is NULL.';

CREATE OR REPLACE FUNCTION partition_tools_internal.writer_patience()
RETURNS interval
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN partition_tools_internal.setting('writer_patience', '1 minute')::interval;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.writer_patience() IS
    'How long a job that has copied its rows, or read an archive, keeps writers waiting for readers to leave, before it gives its locks back: partition_tools.writer_patience, default 1 minute.';

CREATE OR REPLACE FUNCTION partition_tools_internal.lock_held(p_relids oid[])
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM pg_locks AS l
                    WHERE l.locktype = 'relation' AND l.relation = ANY (p_relids) AND l.granted AND l.gp_segment_id = -1 AND l.pid <> pg_backend_pid()
                      AND l.database = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database()));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_held(oid[]) IS 'Whether another session holds one of the tables.';

CREATE OR REPLACE FUNCTION partition_tools_internal.lock_tables_once(p_relids oid[], p_mode text, p_timeout text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_before text := current_setting('lock_timeout');
    v_relid  oid;
BEGIN
    PERFORM set_config('lock_timeout', p_timeout, true);
    FOREACH v_relid IN ARRAY p_relids LOOP
        EXECUTE format('LOCK TABLE ONLY %s IN %s MODE', v_relid::regclass, p_mode);
    END LOOP;
    PERFORM set_config('lock_timeout', v_before, true);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_tables_once(oid[], text, text) IS
    'Locks tables, waiting for each no longer than p_timeout.';

CREATE OR REPLACE FUNCTION partition_tools_internal.waited_for(p_relids oid[])
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM pg_locks AS held
          JOIN pg_locks AS waits ON waits.pid = held.pid AND waits.gp_segment_id = -1 AND NOT waits.granted
          JOIN pg_locks AS own ON own.locktype = 'relation' AND own.relation = waits.relation AND own.granted AND own.gp_segment_id = -1
         WHERE held.locktype = 'relation' AND held.granted AND held.gp_segment_id = -1 AND held.pid <> pg_backend_pid()
           AND held.relation = ANY (p_relids) AND waits.relation = ANY (p_relids) AND own.pid = pg_backend_pid()
           AND own.mode IN ('ShareRowExclusiveLock', 'AccessExclusiveLock'));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.waited_for(oid[]) IS
    'Whether a session that holds one of the tables waits for one that this session holds: neither could ever go on.';

CREATE OR REPLACE FUNCTION partition_tools_internal.lock_holders(p_relids oid[])
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce((
        SELECT string_agg(DISTINCT format('session %s (%s) holds %s on %s%s', l.pid,
                   concat_ws(', ', a.usename, 'application ' || nullif(a.application_name, ''),
                             coalesce(a.state || ' since ' || a.state_change, 'what it does is hidden from ' || quote_ident(current_user)), 'transaction since ' || a.xact_start),
                   l.mode, l.relation::regclass, ': ' || left(a.query, 100)), E'\n')
          FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
         WHERE l.granted AND l.pid <> pg_backend_pid() AND l.locktype = 'relation' AND l.gp_segment_id = -1
           AND l.relation = ANY (p_relids)), 'Nobody holds it at this moment.');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_holders(oid[]) IS
    'The sessions that hold one of the tables.';
