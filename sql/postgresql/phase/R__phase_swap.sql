CREATE OR REPLACE FUNCTION partition_tools_internal.phase_swap(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_at    json := (partition_tools_internal.job_latest(p_job_id)).position;
    v_given record;
    v_do    record;
    v_published text;
    v_since timestamptz;
BEGIN
    IF coalesce((v_at ->> 'leaving')::boolean, false) AND partition_tools_internal.stage_leave(p_job_id) THEN
        s.again := true;
        s.position := v_at;
        RETURN s;
    END IF;
    s.back_to := partition_tools_internal.swap_go_back(p_job_id);
    IF s.back_to IS NOT NULL THEN
        RETURN s;
    ELSIF partition_tools_internal.swap_take_over(p_job_id) THEN
        -- In a transaction of its own: it may have taken a while.
        s.again := true;
        s.position := v_at;
        RETURN s;
    -- The last time what is recorded is caught up under the locks, by way of the staging root.
    ELSIF coalesce((v_at ->> 'tries')::int, 0) < 10 AND partition_tools_internal.stage_leave(p_job_id) THEN
        s.again := true;
        s.position := partition_tools_internal.json_with(v_at, '{"leaving": true}');
        RETURN s;
    END IF;
    -- Whatever can be found out, and written, before others have to wait for us.
    SELECT * INTO v_given FROM partition_tools_internal.swap_given(p_job_id);
    SELECT * INTO v_do FROM partition_tools_internal.swap_statements(p_job_id);
    v_published := partition_tools_internal.publications_stamp();
    PERFORM partition_tools_internal.check_publications(p_job_id);
    -- Asked here, too: where it does not hold, nobody waits in vain, and under the locks nothing is compiled, or read from the catalogue, for the first time.
    PERFORM partition_tools_internal.publications_stale();
    s := partition_tools_internal.swap_holds(p_job_id);
    IF s.back_to IS NOT NULL OR s.again THEN
        RETURN s;
    END IF;
    PERFORM partition_tools_internal.locks_until_commit(), partition_tools_internal.swap_lock(p_job_id);
    v_since := clock_timestamp();
    s := partition_tools_internal.swap_holds(p_job_id);
    IF s.back_to IS NOT NULL OR s.again THEN
        RETURN s;
    ELSIF partition_tools_internal.swap_names(p_job_id) <> v_do.names THEN
        s.again := true;
        s.position := v_at;
        RETURN s;
    END IF;
    IF partition_tools_internal.publications_stamp() <> v_published THEN
        PERFORM partition_tools_internal.check_publications(p_job_id);
    END IF;
    IF v_do.incoming THEN
        PERFORM partition_tools_internal.swap_incoming_keys(p_job_id, 'drop');
    END IF;
    PERFORM partition_tools_internal.execute_all(v_do.leaving);
    PERFORM partition_tools_internal.swap_in(p_job_id, v_do.released || v_given.detached || v_do.entering || v_given.attached);
    PERFORM partition_tools_internal.swap_outgoing_keys(p_job_id);
    PERFORM partition_tools_internal.swap_senders(p_job_id);
    IF v_do.incoming THEN
        PERFORM partition_tools_internal.swap_incoming_keys(p_job_id, 'add');
    END IF;
    PERFORM partition_tools_internal.restore_record(p_job_id);
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
    'Phase swap: last changes, sources out, targets in, in one transaction. Locks: ACCESS EXCLUSIVE on the table and the partitions concerned, for milliseconds; SHARE UPDATE EXCLUSIVE on the table where there are no sources. Before it, what has changed on the sources since the targets were built is taken over.';

