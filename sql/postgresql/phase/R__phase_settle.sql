CREATE OR REPLACE FUNCTION partition_tools_internal.phase_settle(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_at     json := (partition_tools_internal.job_latest(p_job_id)).position;
    v_older  json;
    v_polls  int := coalesce((v_at ->> 'polls')::int, 0);
    v_tries  int := coalesce((v_at ->> 'tries')::int, 0);
BEGIN
    PERFORM partition_tools_internal.capture_trim(p_job_id);
    -- The copied rows are new ones: a transaction that keeps an older snapshot would find the table empty after the swap.
    v_older := partition_tools_internal.snapshots_older((v_at ->> 'mark')::xid8, (v_at ->> 'xmin')::xid8, v_at -> 'open');
    IF json_array_length(v_older) = 0 THEN
        IF partition_tools_internal.catch_up_backlog(p_job_id, 1) > 0 AND v_tries < 10 THEN
            s.back_to := 'mirror';
            v_tries := v_tries + 1;
        END IF;
        -- Where staging refuses some change at any time, the swap takes them, under its locks: swap_last_delta.
        s.position := json_build_object('tries', nullif(v_tries, 0), 'marks', v_at -> 'marks');
        RETURN s;
    END IF;
    IF clock_timestamp() > (v_at ->> 'until')::timestamptz THEN
        RAISE EXCEPTION 'transactions that are older than the copy are still open'
            USING ERRCODE = 'PP054', DETAIL = partition_tools_internal.snapshots_text(v_older),
                  HINT = format('When they have ended: CALL partition_tools.start(%s) goes on. partition_tools.snapshot_patience says how long to wait for them.', p_job_id);
    END IF;
    s.again := true;
    s.pause := least(5, 0.05 * 1.5 ^ v_polls) * interval '1 second';
    s.position := json_build_object('tries', v_at -> 'tries', 'marks', v_at -> 'marks', 'mark', v_at -> 'mark', 'polls', least(v_polls + 1, 20),
        'xmin', coalesce(v_at ->> 'xmin', pg_snapshot_xmin(pg_current_snapshot())::text), 'open', v_older,
        'until', coalesce((v_at ->> 'until')::timestamptz, clock_timestamp() + partition_tools_internal.setting('snapshot_patience', '1 hour')::interval));
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_settle(bigint) IS
    'Phase settle: waits until no open transaction has a snapshot from before the mirror. Locks: none that others wait for. PP054 where one stays open longer than partition_tools.snapshot_patience.';

CREATE OR REPLACE FUNCTION partition_tools_internal.snapshots_older(p_mark xid8, p_xmin xid8, p_open json)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- A snapshot's age cannot be told by its xmin, which an old transaction of any database holds back. So these are the
    -- transactions that were open after the mark and still are; and whatever is older than everything that ran then.
    RETURN coalesce((
        SELECT json_agg(o.name)
          FROM (SELECT t.name FROM partition_tools_internal.snapshots_open() AS t
                 WHERE p_open IS NULL OR t.name IN (SELECT json_array_elements_text(p_open)) OR age(t.xmin) > age(p_xmin::xid)
                UNION ALL
                SELECT r.name FROM partition_tools_internal.snapshots_remote() AS r
                 WHERE age(r.xmin) >= age(p_mark::xid)) AS o), '[]');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.snapshots_older(xid8, xid8, json) IS
    'The open transactions that may have a snapshot from before p_mark, as names for snapshots_text: those of p_open that are still there (NULL: all there are), those with a snapshot from before p_xmin, and those of standbys and replication slots.';

CREATE OR REPLACE FUNCTION partition_tools_internal.snapshots_open()
RETURNS TABLE (name text, xmin xid)
LANGUAGE plpgsql STABLE
-- With the rights of whoever installed it: who holds a snapshot is hidden from other users.
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT format('%s %s', l.pid, l.virtualxid), a.backend_xmin
          FROM pg_locks AS l
          JOIN pg_stat_activity AS a ON a.pid = l.pid
         WHERE l.locktype = 'virtualxid' AND l.granted AND l.mode = 'ExclusiveLock'
           AND a.datname = current_database() AND l.pid <> pg_backend_pid()
           -- Autovacuum has no user.
           AND a.usesysid IS NOT NULL
           -- Where we may not look, a transaction counts as one with a snapshot.
           AND NOT (a.state IS NOT NULL AND a.backend_xmin IS NULL)
           AND NOT EXISTS (SELECT FROM pg_stat_progress_vacuum AS v WHERE v.pid = l.pid)
           -- Other jobs of ours read nothing but their own table.
           AND NOT EXISTS (SELECT FROM pg_locks AS k WHERE k.pid = l.pid AND k.locktype = 'advisory' AND k.classid IN (1347702785, 1347702786, 1347702787, 1347702789)
                                                       AND k.objsubid = 2 AND k.granted);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.snapshots_open() IS
    'The open transactions of this database that hold a snapshot, or may: pid and virtual transaction id, and the snapshot''s xmin where it can be seen.';

CREATE OR REPLACE FUNCTION partition_tools_internal.snapshots_remote()
RETURNS TABLE (name text, xmin xid)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF partition_tools_internal.setting('standby_snapshots', 'wait') = 'ignore' THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT 'slot ' || s.slot_name, s.xmin FROM pg_replication_slots AS s WHERE s.xmin IS NOT NULL;
    RETURN QUERY SELECT 'standby ' || coalesce(nullif(r.application_name, ''), r.pid::text), r.backend_xmin FROM pg_stat_replication AS r WHERE r.backend_xmin IS NOT NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.snapshots_remote() IS
    'The oldest snapshots that standbys with hot_standby_feedback and exported snapshots of replication slots hold. None where partition_tools.standby_snapshots is ignore.';

CREATE OR REPLACE FUNCTION partition_tools_internal.snapshots_text(p_names json)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT string_agg(coalesce(format('session %s (%s, %s, %s since %s): %s', a.pid, a.usename, coalesce(nullif(a.application_name, ''), 'no application name'),
                                          coalesce(a.state, 'state hidden'), a.xact_start, left(a.query, 100)), n.name), E'\n')
          FROM json_array_elements_text(p_names) AS n(name)
          LEFT JOIN pg_stat_activity AS a ON a.pid::text = split_part(n.name, ' ', 1));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.snapshots_text(json) IS
    'Open transactions for people: session, user, application, state, since when, statement.';
