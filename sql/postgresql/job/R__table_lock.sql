CREATE OR REPLACE FUNCTION partition_tools_internal.table_lock(p_job_id bigint, p_tries int)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_job    partition_tools_internal.job;
    v_holder record;
BEGIN
    SELECT * INTO v_job FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id;
    IF pg_try_advisory_lock(1347702785, partition_tools_internal.work_lock_key(p_job_id)) THEN
        RETURN true;
    END IF;
    SELECT t.pid, j.job_id, j.run_id, a.state, a.state_change INTO v_holder
      FROM pg_locks t
      LEFT JOIN pg_stat_activity a ON a.pid = t.pid
      LEFT JOIN (pg_locks l
      JOIN partition_tools_internal.job j ON partition_tools_internal.job_lock_key(j.job_id)::int8::oid = l.objid)
        ON l.pid = t.pid AND l.locktype = 'advisory' AND l.classid = 1347702786 AND l.objsubid = 2 AND l.granted
     WHERE t.locktype = 'advisory' AND t.classid = 1347702785 AND t.objsubid = 2 AND t.granted
       AND t.objid::int8::bit(32)::int = partition_tools_internal.work_lock_key(p_job_id)
       AND t.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
     LIMIT 1;
    IF partition_tools_internal.job_waits(v_holder.job_id) THEN
        -- That can take hours; and its session may well be idle, while others of the worker read and write.
        RAISE EXCEPTION 'a worker is busy with %', v_job.table_name
            USING ERRCODE = 'PP052', DETAIL = format('Session %s executes job %s.', v_holder.pid, v_holder.job_id),
                  HINT = format('Wait until partition_tools.jobs shows it finished, or CALL partition_tools.cancel(%s).', v_holder.job_id);
    ELSIF v_holder.state = 'idle' AND partition_tools_internal.table_lock_is_left(p_job_id, v_holder.pid, v_holder.state_change) THEN
        RAISE EXCEPTION 'session % was interrupted and keeps the lock of %', v_holder.pid, v_job.table_oid::regclass
            USING ERRCODE = 'PP052', HINT = format('SELECT pg_terminate_backend(%s), then CALL partition_tools.start(%s) again.', v_holder.pid, p_job_id);
    END IF;
    -- Between two jobs a session holds the table alone, for a moment.
    IF v_holder.run_id <> v_job.run_id OR v_holder.job_id = p_job_id AND partition_tools_internal.job_migrates(p_job_id) OR (v_holder.pid IS NOT NULL AND v_holder.run_id IS NULL AND p_tries > 20) THEN
        RAISE EXCEPTION '% is working on %', coalesce('run ' || v_holder.run_id, 'another session'), v_job.table_oid::regclass
            USING ERRCODE = 'PP052', DETAIL = format('Session %s executes job %s.', v_holder.pid, coalesce(v_holder.job_id::text, '(unknown)')),
                  HINT = format('Wait until partition_tools.jobs shows it finished, then CALL partition_tools.start(%s) again.', p_job_id);
    END IF;
    RETURN false;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.table_lock(bigint, int) IS
    'Tries to take the advisory lock of a job''s table. False where a job of the same run has it, PP052 where another run has, or, in a data migration, another session the same job.';

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

CREATE OR REPLACE FUNCTION partition_tools_internal.locks_forget()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- A call that broke off between two steps leaves its locks to the session, which has no other call to need them.
    PERFORM pg_advisory_unlock(l.classid::int8::int, l.objid::int8::bit(32)::int)
       FROM pg_locks AS l
      WHERE l.locktype = 'advisory' AND l.classid IN (1347702785, 1347702786) AND l.objsubid = 2 AND l.pid = pg_backend_pid();
END
$$;
COMMENT ON FUNCTION partition_tools_internal.locks_forget() IS
    'Gives back the advisory locks that an earlier, interrupted call in this session has left.';
