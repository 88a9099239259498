CREATE OR REPLACE FUNCTION partition_tools_internal.locked_swap(p_job_id bigint)
RETURNS json
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_until timestamptz := clock_timestamp() + partition_tools_internal.lock_patience();
BEGIN
    LOOP
        BEGIN
            -- Never waiting: a reader that turns to writing waits for us, and a cycle with our own waiting would be a deadlock.
            PERFORM partition_tools_internal.check_definition(p_job_id);
            PERFORM partition_tools_internal.swap_lock(p_job_id, true);
            s := partition_tools_internal.phase_swap(p_job_id);
            IF s.phase = 'clean_up' THEN
                RETURN s.position;
            ELSIF s.phase <> 'swap' THEN
                RAISE EXCEPTION 'the table of job % changed while it was copied', p_job_id USING ERRCODE = 'PP041', DETAIL = 'The copy has been thrown away.';
            END IF;
        EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
            -- Only the swap is rolled back; the copy and its lock stay, unless somebody who holds the table waits for it.
            IF clock_timestamp() > v_until OR partition_tools_internal.waited_for(p_job_id) THEN
                RAISE;
            END IF;
        END;
        PERFORM pg_sleep(0.02);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.locked_swap(bigint) IS
    'Swaps within the transaction of the copy, as soon as there is no reader; returns the position that phase_swap leaves.';

CREATE OR REPLACE FUNCTION partition_tools_internal.waited_for(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM partition_tools_internal.job AS j
          JOIN pg_locks AS held ON held.locktype = 'relation' AND held.granted AND held.pid <> pg_backend_pid()
           AND held.relation IN (SELECT j.table_oid UNION ALL SELECT s.relid FROM partition_tools_internal.job_source AS s WHERE s.job_id = j.job_id)
          JOIN pg_locks AS waits ON waits.pid = held.pid AND NOT waits.granted
         WHERE j.job_id = p_job_id AND pg_backend_pid() = ANY (pg_blocking_pids(held.pid)));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.waited_for(bigint) IS
    'Whether a session that holds the table of a job waits for this session: neither could ever go on.';
