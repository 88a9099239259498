CREATE OR REPLACE FUNCTION partition_tools_internal.give_way(p_job_id bigint, p_try regprocedure)
RETURNS partition_tools_internal.work
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_until constant timestamptz := clock_timestamp() + partition_tools_internal.lock_patience();
    v_job   partition_tools_internal.job;
    w partition_tools_internal.work;
BEGIN
    SELECT * INTO v_job FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id;
    LOOP
        BEGIN
            EXECUTE format('SELECT * FROM %s($1, $2)', p_try::regproc) INTO w USING v_job, c_until;
            RETURN w;
        EXCEPTION WHEN SQLSTATE 'PP046' THEN
            -- What was made is gone, the locks are free again: those who have waited to write go on.
            RAISE NOTICE 'job % begins again: %', p_job_id, SQLERRM;
        END;
        PERFORM pg_sleep(5 * (0.5 + random()));
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.give_way(bigint, regprocedure) IS
    'Does a job by a routine that takes the job and until when it may try: again and again where that gives its locks back to writers, who have waited for readers to leave (PP046). PP050 when partition_tools.lock_patience has passed.';
