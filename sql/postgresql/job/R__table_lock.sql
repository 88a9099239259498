CREATE OR REPLACE FUNCTION partition_tools_internal.table_lock(p_job_id bigint, p_tries int)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF pg_try_advisory_lock(1347702785, partition_tools_internal.work_lock_key(p_job_id)) THEN
        RETURN true;
    END IF;
    PERFORM partition_tools_internal.table_lock_wait(j, h, p_tries)
       FROM partition_tools_internal.job AS j, partition_tools_internal.table_lock_holder(p_job_id) AS h
      WHERE j.job_id = p_job_id;
    RETURN false;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.table_lock(bigint, int) IS
    'Tries to take the advisory lock of a job''s table. False where a job of the same run has it, PP052 where another run has, or, in a data migration, another session the same job.';

CREATE OR REPLACE FUNCTION partition_tools_internal.table_lock_holder(p_job_id bigint)
RETURNS partition_tools_internal.lock_holding
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    h partition_tools_internal.lock_holding;
BEGIN
    SELECT l.pid, a.state = 'idle', a.state_change INTO h.pid, h.idle, h.since
      FROM pg_locks AS l
      LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
     WHERE l.locktype = 'advisory' AND l.classid = 1347702785 AND l.objsubid = 2 AND l.granted
       AND l.objid::int8::bit(32)::int = partition_tools_internal.work_lock_key(p_job_id)
       AND l.database = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database())
     LIMIT 1;
    SELECT j.job_id, j.run_id INTO h.job_id, h.run_id
      FROM pg_locks AS l
      -- job_lock_key, the other way round: so that the index finds the job.
     CROSS JOIN generate_series(0, (SELECT max(o.job_id) / 2147483648 FROM partition_tools_internal.job AS o)) AS g(n)
      JOIN partition_tools_internal.job AS j ON j.job_id = l.objid::int8 + g.n * 2147483648
     WHERE l.pid = h.pid AND l.locktype = 'advisory' AND l.classid = 1347702786 AND l.objsubid = 2 AND l.granted
     LIMIT 1;
    RETURN h;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.table_lock_holder(bigint) IS
    'The session that holds the advisory lock of a job''s table, and the job that it executes; NULL where it has just let go.';

CREATE OR REPLACE FUNCTION partition_tools_internal.table_lock_wait(
    p_job partition_tools_internal.job, p_holder partition_tools_internal.lock_holding, p_tries int)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- Between two jobs a session holds the table alone, for a moment, and whoever waits long may meet that moment.
    c_a_moment constant int := 20;
BEGIN
    IF partition_tools_internal.job_waits(p_holder.job_id) THEN
        -- That can take hours; and its session may well be idle, while others of the worker read and write.
        RAISE EXCEPTION 'a worker is busy with %', p_job.table_name
            USING ERRCODE = 'PP052', DETAIL = format('Session %s executes job %s.', p_holder.pid, p_holder.job_id),
                  HINT = format('Wait until partition_tools.jobs shows it finished, or CALL partition_tools.cancel(%s).', p_holder.job_id);
    ELSIF p_holder.idle AND partition_tools_internal.table_lock_is_left(p_job.job_id, p_holder.pid, p_holder.since) THEN
        RAISE EXCEPTION 'session % was interrupted and keeps the lock of %', p_holder.pid, p_job.table_oid::regclass
            USING ERRCODE = 'PP052', HINT = format('SELECT pg_terminate_backend(%s), then CALL partition_tools.start(%s) again.', p_holder.pid, p_job.job_id);
    ELSIF p_holder.run_id <> p_job.run_id
          OR p_holder.job_id = p_job.job_id AND p_job.operation = 'migrate'
          OR p_holder.run_id IS NULL AND p_tries > c_a_moment AND partition_tools_internal.table_lock_is_anothers(p_job.job_id, p_holder.pid) THEN
        RAISE EXCEPTION '% is working on %', coalesce('run ' || p_holder.run_id, 'another session'), p_job.table_oid::regclass
            USING ERRCODE = 'PP052', DETAIL = format('Session %s executes job %s.', p_holder.pid, coalesce(p_holder.job_id::text, '(unknown)')),
                  HINT = format('Wait until partition_tools.jobs shows it finished, then CALL partition_tools.start(%s) again.', p_job.job_id);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.table_lock_wait(partition_tools_internal.job, partition_tools_internal.lock_holding, int) IS
    'Returns where it is worth waiting for who holds the table of a job: a job of the same run. PP052 where it is a worker, an interrupted session, another run, or, in a data migration, another session with the same job.';

CREATE OR REPLACE FUNCTION partition_tools_internal.table_lock_is_left(p_job_id bigint, p_pid int, p_idle_since timestamptz)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Locks and activity are not read at one moment: a session that has just finished seems to hold its lock while it is
    -- idle. One that was idle before the lock is seen again, and is idle since then after that, really does.
    IF NOT EXISTS (
        SELECT FROM pg_locks AS l
         WHERE l.locktype = 'advisory' AND l.classid = 1347702785 AND l.objsubid = 2 AND l.granted AND l.pid = p_pid
           AND l.objid::int8::bit(32)::int = partition_tools_internal.work_lock_key(p_job_id))
    THEN
        RETURN false;
    END IF;
    PERFORM pg_stat_clear_snapshot();
    RETURN EXISTS (SELECT FROM pg_stat_activity AS a WHERE a.pid = p_pid AND a.state = 'idle' AND a.state_change = p_idle_since);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.table_lock_is_left(bigint, int, timestamptz) IS
    'Whether a session holds the advisory lock of a job''s table although it has been idle since the given moment: a call of its was interrupted.';

CREATE OR REPLACE FUNCTION partition_tools_internal.table_lock_is_anothers(p_job_id bigint, p_pid int)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    h partition_tools_internal.lock_holding;
BEGIN
    FOR i IN 1 .. 20 LOOP
        PERFORM pg_sleep(0.1);
        h := partition_tools_internal.table_lock_holder(p_job_id);
        IF h.pid IS DISTINCT FROM p_pid OR h.job_id IS NOT NULL THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN p_pid IS NOT NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.table_lock_is_anothers(bigint, int) IS
    'Whether a session holds the advisory lock of a job''s table, and executes no job for two seconds.';

CREATE OR REPLACE FUNCTION partition_tools_internal.table_unlock(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM pg_advisory_unlock(1347702785, partition_tools_internal.work_lock_key(p_job_id));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.table_unlock(bigint) IS 'Gives the advisory lock of a job''s table back.';

CREATE OR REPLACE FUNCTION partition_tools_internal.locks_clean_up()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- A call that broke off between two steps leaves its locks to the session, which has no other call to need them.
    PERFORM CASE l.mode WHEN 'ShareLock' THEN pg_advisory_unlock_shared(l.classid::int8::int, l.objid::int8::bit(32)::int)
                        ELSE pg_advisory_unlock(l.classid::int8::int, l.objid::int8::bit(32)::int) END
       FROM pg_locks AS l
      WHERE l.locktype = 'advisory' AND l.classid IN (1347702785, 1347702786, 1347702789) AND l.objsubid = 2 AND l.pid = pg_backend_pid();
END
$$;
COMMENT ON FUNCTION partition_tools_internal.locks_clean_up() IS
    'Gives back the advisory locks that an earlier, interrupted call in this session has left.';
