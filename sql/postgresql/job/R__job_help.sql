-- A session that helps another with its job.

CREATE OR REPLACE FUNCTION partition_tools_internal.help_begin(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT partition_tools_internal.job_to_do(p_job_id) THEN
        RETURN false;
    END IF;
    PERFORM partition_tools_internal.job_right(p_job_id);
    PERFORM partition_tools_internal.job_at_home(p_job_id);
    IF NOT partition_tools_internal.kind_phases(partition_tools_internal.job_kind(p_job_id)) && partition_tools_internal.shared_phases() THEN
        RAISE NOTICE 'job % has nothing that several sessions could do', p_job_id;
        RETURN false;
    END IF;
    PERFORM pg_advisory_lock_shared(1347702789, partition_tools_internal.job_lock_key(p_job_id));
    RETURN true;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.help_begin(bigint) IS
    'Makes the session one that helps with a job; false where there is nothing to help with. PP051 for an unknown job, PP081 for a role that may not work on its table, PP080 where it came with a dump.';

CREATE OR REPLACE FUNCTION partition_tools_internal.help_end(p_job_id bigint, p_help partition_tools_internal.help)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM pg_advisory_unlock_shared(1347702789, partition_tools_internal.job_lock_key(p_job_id));
    IF p_help.led THEN
        RAISE NOTICE 'job %: this session has copied % rows, and done % tasks of targets', p_job_id, coalesce(p_help.rows, 0), coalesce(p_help.targets, 0);
    END IF;
    IF p_help.sqlstate IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = p_help.sqlstate, MESSAGE = p_help.message,
            DETAIL = coalesce(nullif(p_help.detail, ''), format('While it helped with job %s, which is not ended by that.', p_job_id)),
            HINT = coalesce(nullif(p_help.hint, ''), 'partition_tools.jobs shows how the job goes on.');
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.help_end(bigint, partition_tools_internal.help) IS
    'Says what a session has done to help, and why it has ended, where that was an error.';

CREATE OR REPLACE FUNCTION partition_tools_internal.help_attempt(p_job_id bigint, p_last partition_tools_internal.help)
RETURNS partition_tools_internal.help
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    h partition_tools_internal.help := p_last;
    a partition_tools_internal.attempt;
BEGIN
    BEGIN
        PERFORM pg_sleep(extract(epoch FROM coalesce(p_last.pause, '0')));
        h := partition_tools_internal.help_step(p_job_id, p_last);
        h.tries := NULL;
        h.until := NULL;
        RETURN h;
    EXCEPTION WHEN query_canceled OR OTHERS THEN
        GET STACKED DIAGNOSTICS a.sqlstate = RETURNED_SQLSTATE, a.message = MESSAGE_TEXT, a.detail = PG_EXCEPTION_DETAIL, a.hint = PG_EXCEPTION_HINT;
    END;
    IF a.sqlstate IN ('55P03', '40P01') THEN
        a := partition_tools_internal.lock_again(a, ROW(NULL, NULL, p_last.tries, p_last.until, NULL, NULL, NULL, NULL)::partition_tools_internal.attempt);
    END IF;
    h.tries := a.tries;
    h.until := a.until;
    h.pause := a.pause;
    h.sqlstate := a.sqlstate;
    h.message := a.message;
    h.detail := a.detail;
    h.hint := a.hint;
    h.ended := a.sqlstate IS NOT NULL;
    RETURN h;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.help_attempt(bigint, partition_tools_internal.help) IS
    'Rests as long as the last attempt has said, and tries to help. An error takes back the task alone, which is free for others then, and ends the help, unless it is a lock that is worth waiting for.';

CREATE OR REPLACE FUNCTION partition_tools_internal.help_step(p_job_id bigint, p_last partition_tools_internal.help)
RETURNS partition_tools_internal.help
LANGUAGE plpgsql
-- As job_step.
SET search_path = pg_catalog, pg_temp SET row_security = off SET jit = off
AS $$
DECLARE
    h partition_tools_internal.help := p_last;
    e partition_tools_internal.job_event;
    v_led boolean;
BEGIN
    PERFORM set_config('lock_timeout', partition_tools_internal.setting('lock_timeout', '300ms'), true);
    h.pause := NULL;
    e := partition_tools_internal.job_latest(p_job_id);
    v_led := partition_tools_internal.job_led(p_job_id, e.state);
    h.ended := e.state IN ('completed', 'cancelled') OR e.phase IN ('undo', 'cancel') OR partition_tools_internal.cancel_requested(p_job_id)
               OR NOT partition_tools_internal.help_wanted(p_job_id, e.phase)
               OR NOT v_led AND coalesce(h.led, false) AND e.state = 'failed';
    IF h.ended THEN
        RETURN h;
    ELSIF NOT v_led THEN
        RETURN partition_tools_internal.help_alone(p_job_id, h);
    END IF;
    h.led := true;
    h.alone := NULL;
    IF e.state = 'running' THEN
        h := partition_tools_internal.help_task(p_job_id, e.phase, h);
    ELSE
        h.idle := coalesce(h.idle, 0) + 1;
    END IF;
    IF h.idle > 0 THEN
        h.pause := least(0.2, 0.01 * 1.2 ^ h.idle) * interval '1 second';
    END IF;
    RETURN h;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.help_step(bigint, partition_tools_internal.help) IS
    'Does a task of the phase in which a job is, or finds out that there is none at present, or that there will be none any more.';

CREATE OR REPLACE FUNCTION partition_tools_internal.help_task(p_job_id bigint, p_phase text, p_last partition_tools_internal.help)
RETURNS partition_tools_internal.help
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    h partition_tools_internal.help := p_last;
    c partition_tools_internal.share;
    v_at json := (partition_tools_internal.job_latest(p_job_id)).position;
BEGIN
    h.idle := coalesce(h.idle, 0) + 1;
    IF NOT EXISTS (SELECT FROM partition_tools_internal.job_task AS k WHERE k.job_id = p_job_id AND k.phase = p_phase)
       -- Definitions have changed: who executes the job looks at them, and ends it, or goes on.
       OR partition_tools_internal.catalog_stamp(p_job_id) IS DISTINCT FROM (SELECT x.stamp FROM partition_tools_internal.job_context AS x WHERE x.job_id = p_job_id) THEN
        RETURN h;
    END IF;
    PERFORM partition_tools_internal.check_attached(p_job_id), partition_tools_internal.check_capture(p_job_id);
    IF h.phase IS DISTINCT FROM p_phase THEN
        -- From what the session has found out that executes the job: how much it takes at a time, and how fast.
        h.phase := p_phase;
        h.state := v_at;
    END IF;
    IF p_phase = 'copy' THEN
        c := partition_tools_internal.copy_some(p_job_id, h.state);
    ELSE
        c := partition_tools_internal.target_task(p_job_id, p_phase, h.state);
    END IF;
    IF c.done > 0 THEN
        h.idle := 0;
        h.state := c.state;
        h.pause := c.pause;
        IF p_phase = 'copy' THEN
            INSERT INTO partition_tools_internal.job_helped (job_id, rows) VALUES (p_job_id, c.rows);
            h.rows := coalesce(h.rows, 0) + c.rows;
        ELSE
            h.targets := coalesce(h.targets, 0) + 1;
        END IF;
    END IF;
    RETURN h;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.help_task(bigint, text, partition_tools_internal.help) IS
    'Does a task of a phase, where one is free and the sources are as they were when the phase began. PP041 where that is not so.';

CREATE OR REPLACE FUNCTION partition_tools_internal.help_alone(p_job_id bigint, p_last partition_tools_internal.help)
RETURNS partition_tools_internal.help
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_a_moment constant interval := '2 s';
    h partition_tools_internal.help := p_last;
BEGIN
    h.alone := coalesce(h.alone, clock_timestamp());
    h.pause := '100 ms';
    h.ended := clock_timestamp() > h.alone + c_a_moment;
    IF h.ended AND h.led IS NULL THEN
        RAISE EXCEPTION 'nobody executes job %', p_job_id
            USING ERRCODE = 'PP045', DETAIL = 'Other sessions can help the one that does.',
                  HINT = format('CALL partition_tools.start(%s) executes it.', p_job_id);
    END IF;
    RETURN h;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.help_alone(bigint, partition_tools_internal.help) IS
    'Waits a moment for somebody who executes the job, and then ends: with PP045 where nobody has since the help began.';

CREATE OR REPLACE FUNCTION partition_tools_internal.help_wanted(p_job_id bigint, p_phase text)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN p_phase IS NULL
        OR EXISTS (SELECT FROM unnest(partition_tools_internal.job_phases(p_job_id)) AS p(phase)
                    WHERE p.phase = ANY (partition_tools_internal.shared_phases())
                      AND partition_tools_internal.phase_number(p_job_id, p.phase) >= partition_tools_internal.phase_number(p_job_id, p_phase));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.help_wanted(bigint, text) IS
    'Whether a job in this phase has, or will have, something that several sessions can do.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_led(p_job_id bigint, p_state text)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM pg_locks AS l
                    WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND l.granted AND l.pid <> pg_backend_pid()
                      AND l.database = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database())
                      AND (l.classid = 1347702786 AND l.objid = partition_tools_internal.job_lock_key(p_job_id)::int8::oid
                           -- Whoever has the table may be about to begin with it, when those before it are done.
                           OR p_state IS NULL AND l.classid = 1347702785 AND l.objid::int8::bit(32)::int = partition_tools_internal.work_lock_key(p_job_id)));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_led(bigint, text) IS
    'Whether another session executes a job, or, where it has not begun (p_state NULL), jobs of its table.';
