CREATE OR REPLACE PROCEDURE partition_tools_internal.work_begin(p_job_id bigint)
LANGUAGE plpgsql
AS $$
BEGIN
    -- First, so that inside a transaction block it fails before it has done anything.
    COMMIT;
    PERFORM partition_tools_internal.locks_clean_up();
    IF NOT partition_tools_internal.job_to_do(p_job_id) THEN
        RETURN;
    END IF;
    PERFORM partition_tools_internal.job_at_home(p_job_id);
    CALL partition_tools_internal.jobs_before_execute(p_job_id);
    IF partition_tools_internal.job_to_do(p_job_id) THEN
        CALL partition_tools_internal.job_execute(p_job_id);
    END IF;
    IF NOT partition_tools_internal.work_owned(p_job_id) THEN
        PERFORM partition_tools_internal.table_unlock(p_job_id);
    END IF;
END
$$;
COMMENT ON PROCEDURE partition_tools_internal.work_begin(bigint) IS
    'For a worker: takes a job up as start does, and stops at what only a worker can do. The session then keeps the locks of the job until work_done or work_failed; work_task says what to do. A job that needed no worker is finished.';

CREATE OR REPLACE FUNCTION partition_tools_internal.work_owned(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM pg_locks AS l
         WHERE l.locktype = 'advisory' AND l.classid = 1347702786 AND l.objsubid = 2 AND l.granted AND l.pid = pg_backend_pid()
           AND l.objid = partition_tools_internal.job_lock_key(p_job_id)::int8::oid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.work_owned(bigint) IS
    'Whether this session is the one that works on a job.';

CREATE OR REPLACE FUNCTION partition_tools_internal.work_check(p_job_id bigint)
RETURNS partition_tools_internal.job_event
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    e partition_tools_internal.job_event;
BEGIN
    e := partition_tools_internal.job_latest(p_job_id);
    IF NOT partition_tools_internal.work_owned(p_job_id) OR e.state <> 'running' OR e.pid <> pg_backend_pid() THEN
        RAISE EXCEPTION 'this session does not work on job %', p_job_id
            USING ERRCODE = 'PP052', HINT = format('CALL partition_tools_internal.work_begin(%s) first, in the same session.', p_job_id);
    END IF;
    RETURN e;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.work_check(bigint) IS
    'The latest event of a job that this session works on. PP052 where it does not.';
