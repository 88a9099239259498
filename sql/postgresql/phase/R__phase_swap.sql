CREATE OR REPLACE FUNCTION partition_tools_internal.phase_swap(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_at    json := (partition_tools_internal.job_latest(p_job_id)).position;
    v_triggers json;
    v_since timestamptz;
BEGIN
    PERFORM partition_tools_internal.swap_lock(p_job_id);
    v_since := clock_timestamp();
    PERFORM partition_tools_internal.check_capture(p_job_id);
    IF partition_tools_internal.swap_last_delta(p_job_id) THEN
        s.phase := 'mirror';
        s.position := json_build_object('tries', coalesce((v_at ->> 'tries')::int, 0) + 1);
        RETURN s;
    END IF;
    IF partition_tools_internal.table_fingerprint(p_job_id) <> (SELECT c.fingerprint FROM partition_tools_internal.job_context c WHERE c.job_id = p_job_id) THEN
        RAISE EXCEPTION 'the definition of the table of job % changed while it was copied', p_job_id
            USING ERRCODE = 'PP041', DETAIL = 'The copy would lack the change and has been thrown away.',
                  HINT = format('Start the job again: CALL partition_tools.start(%s).', p_job_id);
    END IF;
    PERFORM partition_tools_internal.swap_incoming_keys(p_job_id, 'drop');
    v_triggers := partition_tools_internal.trigger_states(p_job_id);
    PERFORM partition_tools_internal.swap_out(p_job_id);
    PERFORM partition_tools_internal.swap_in(p_job_id);
    PERFORM partition_tools_internal.swap_trigger_states(p_job_id, v_triggers);
    PERFORM partition_tools_internal.swap_empty(p_job_id);
    PERFORM partition_tools_internal.swap_incoming_keys(p_job_id, 'add');
    PERFORM partition_tools_internal.restore_record(p_job_id);
    s.phase := 'clean_up';
    s.position := partition_tools_internal.locked_position(v_since);
    RETURN s;
EXCEPTION WHEN check_violation THEN
    IF EXISTS (SELECT FROM partition_tools_internal.job_source AS j WHERE j.job_id = p_job_id) THEN
        RAISE;
    END IF;
    -- A row of the new partitions has come into the default partition since the plan was made.
    RETURN partition_tools_internal.drain_instead(p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_swap(bigint) IS
    'Phase swap: last changes, sources out, targets in, in one transaction. Locks: ACCESS EXCLUSIVE on the table and the partitions concerned, for milliseconds; SHARE UPDATE EXCLUSIVE on the table where there are no sources. PP041 where the table''s definition has changed since prepare.';

