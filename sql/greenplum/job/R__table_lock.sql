CREATE OR REPLACE FUNCTION partition_tools_internal.table_lock(p_job_id bigint, p_tries int)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_key constant int := partition_tools_internal.work_lock_key(p_job_id);
    v_job    partition_tools_internal.job;
    v_holder record;
BEGIN
    IF pg_try_advisory_xact_lock(1347702785, c_key) THEN
        RETURN true;
    END IF;
    SELECT * INTO v_job FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id;
    SELECT k.pid INTO v_holder FROM pg_locks AS k
     WHERE k.locktype = 'advisory' AND k.classid = 1347702785 AND k.objsubid = 2 AND k.granted AND k.gp_segment_id = -1
       AND k.objid::int8::bit(32)::int = c_key
       AND k.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()) LIMIT 1;
    -- A manager in another session has jobs that nobody else can see yet.
    IF p_tries > 2 AND v_holder.pid IS NOT NULL AND NOT EXISTS (
        SELECT FROM partition_tools.jobs AS o WHERE o.pid = v_holder.pid AND o.run_id = v_job.run_id AND v_job.operation <> 'migrate')
    THEN
        RAISE EXCEPTION 'another session is working on %', v_job.table_oid::regclass
            USING ERRCODE = 'PP052', DETAIL = format('It is session %s.', v_holder.pid),
                  HINT = format('Wait until it has finished, then SELECT partition_tools.start(%s) again.', p_job_id);
    END IF;
    RETURN false;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.table_lock(bigint, int) IS
    'Tries to take the advisory lock of a job''s table. False where a job of the same run has it, PP052 where another run has, or, in a data migration, another session the same job.';
