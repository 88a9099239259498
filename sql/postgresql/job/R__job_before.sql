CREATE OR REPLACE FUNCTION partition_tools_internal.job_before(p_job_id bigint)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_job partition_tools_internal.job;
    o record;
BEGIN
    SELECT * INTO v_job FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id;
    FOR o IN
        SELECT j.job_id, j.run_id, e.phase
          FROM partition_tools_internal.job AS j
         CROSS JOIN LATERAL partition_tools_internal.job_latest(j.job_id) AS e
         WHERE j.table_oid = v_job.table_oid AND j.job_id <> p_job_id
           AND coalesce(e.state, 'pending') NOT IN ('completed', 'cancelled')
           AND (j.run_id = v_job.run_id AND j.ordinal < v_job.ordinal
                OR EXISTS (SELECT FROM partition_tools_internal.job_source AS s WHERE s.job_id = j.job_id)
                OR EXISTS (SELECT FROM partition_tools_internal.job_target AS t WHERE t.job_id = j.job_id))
         ORDER BY j.run_id, j.ordinal
    LOOP
        -- What stands of an abandoned run is finished where it has swapped, and undone where it has not.
        IF o.run_id = v_job.run_id OR o.phase IN ('clean_up', 'drop') THEN
            RETURN o.job_id;
        END IF;
        PERFORM set_config('lock_timeout', partition_tools_internal.setting('lock_timeout', '300ms'), true);
        PERFORM partition_tools_internal.job_undo(o.job_id);
        PERFORM partition_tools_internal.job_event_append(o.job_id, 'cancelled', partition_tools_internal.job_first_phase(o.job_id), 0, NULL,
                                                          NULL, format('superseded by job %s', p_job_id));
    END LOOP;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_before(bigint) IS
    'The next job that has to be executed before this one; NULL where there is none. Undoes what abandoned runs have left on the table.';
