CREATE OR REPLACE FUNCTION partition_tools_internal.locked_swap(p_job_id bigint)
RETURNS json
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_until timestamptz := clock_timestamp() + partition_tools_internal.lock_patience();
BEGIN
    LOOP
        BEGIN
            RETURN (partition_tools_internal.phase_swap(p_job_id)).position;
        EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
            -- Only the swap is rolled back; the copy and its lock stay.
            IF clock_timestamp() > v_until THEN
                RAISE;
            END IF;
        END;
        PERFORM pg_sleep(0.1 + random() * 0.4);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.locked_swap(bigint) IS
    'Swaps within the transaction of the copy, waiting for readers in slices of lock_timeout; returns the position that phase_swap leaves.';
