CREATE OR REPLACE FUNCTION partition_tools_internal.job_activity(p_jobs bigint[])
RETURNS TABLE (job_id bigint, remark text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- Counting all of a long record would take from the machine what the job needs.
    c_most constant int := 10000;
    j record;
    v_backlog bigint;
BEGIN
    FOR j IN SELECT v.job_id, v.phase, a.wait_event_type, a.wait_event, a.pid
               FROM partition_tools.jobs AS v LEFT JOIN pg_stat_activity AS a ON a.pid = v.pid
              WHERE v.job_id = ANY (p_jobs) AND v.state = 'running' ORDER BY v.job_id LOOP
        job_id := j.job_id;
        v_backlog := partition_tools_internal.job_backlog(j.job_id, c_most + 1);
        IF v_backlog > 0 THEN
            remark := CASE WHEN v_backlog > c_most THEN format('more than %s changes wait to be caught up', c_most) ELSE format('%s changes wait to be caught up', v_backlog) END;
            RETURN NEXT;
        END IF;
        remark := (SELECT 'helped by session ' || string_agg(h.pid::text, ', ' ORDER BY h.pid) FROM unnest(partition_tools_internal.job_helpers(j.job_id)) AS h(pid));
        IF remark IS NOT NULL THEN
            RETURN NEXT;
        END IF;
        remark := CASE
            WHEN j.wait_event_type = 'Lock' THEN format('waits for a lock (%s) that is held by %s', j.wait_event, coalesce(partition_tools_internal.lock_holders(j.pid), 'who has released it by now'))
            WHEN j.phase = 'settle' THEN 'waits for transactions that are older than the copy: ' || partition_tools_internal.settle_waits(j.job_id)
            WHEN j.wait_event = 'PgSleep' AND j.phase IN ('copy', 'export') THEN 'rests, because others want the machine, or a rate is set'
            WHEN j.wait_event = 'PgSleep' THEN 'stands back from a lock that it could not have, to try again' END;
        IF remark IS NOT NULL THEN
            RETURN NEXT;
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_activity(bigint[]) IS
    'What running jobs are at, for people who watch: changes that wait, pauses and why, locks and who holds them. Nothing about a session that the current role may not see.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_backlog(p_job_id bigint, p_enough int)
RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_capture regclass := to_regclass(format('partition_tools_stage.%I', partition_tools_internal.stage_name(p_job_id, 'capture')));
    v_count bigint;
BEGIN
    IF v_capture IS NOT NULL AND has_table_privilege(v_capture, 'SELECT') THEN
        EXECUTE format('SELECT count(*) FROM (SELECT FROM %s LIMIT %s) AS c', v_capture, p_enough) INTO v_count;
    END IF;
    RETURN v_count;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_backlog(bigint, int) IS
    'Records of changes of a job, counted up to p_enough; NULL where it has no record, or the current role may not read it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.lock_holders(p_pid int)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT string_agg(format('session %s (%s, %s, %s, transaction of %s s)', a.pid, coalesce(a.usename, 'no user'), coalesce(nullif(a.application_name, ''), 'no application name'),
                                     coalesce(a.state, a.backend_type, 'state hidden'), coalesce(round(extract(epoch FROM clock_timestamp() - a.xact_start))::text, '?')), '; ' ORDER BY a.pid)
              FROM unnest(pg_blocking_pids(p_pid)) AS b(pid) JOIN pg_stat_activity AS a ON a.pid = b.pid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_holders(int) IS
    'Who keeps a session waiting: sessions that hold the lock, or wait before it. NULL where nobody does any more.';

CREATE OR REPLACE FUNCTION partition_tools_internal.settle_waits(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_open json := (SELECT e.position -> 'open' FROM partition_tools_internal.job_events(p_job_id) AS e ORDER BY e.event_id DESC LIMIT 1);
BEGIN
    RETURN (SELECT string_agg(split_part(o.name, ' ', 1), ', ') FROM json_array_elements_text(CASE WHEN json_typeof(v_open) = 'array' THEN v_open ELSE '[]' END) AS o(name));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.settle_waits(bigint) IS
    'The sessions that phase settle of a job waits for; NULL where it has not looked yet.';
