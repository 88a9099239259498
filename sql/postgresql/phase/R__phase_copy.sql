CREATE OR REPLACE FUNCTION partition_tools_internal.phase_copy(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    c partition_tools_internal.share;
    v_at json := coalesce((partition_tools_internal.job_latest(p_job_id)).position, '{}');
BEGIN
    IF v_at -> 'tasks' IS NULL THEN
        -- An earlier version has noted the source and the block to go on with.
        PERFORM partition_tools_internal.copy_tasks(p_job_id, coalesce((v_at ->> 'source')::int, 1), coalesce((v_at ->> 'block')::bigint, 0), (v_at ->> 'blocks')::bigint);
        v_at := json_build_object('tasks', true, 'size', v_at -> 'size', 'pace', v_at -> 'pace');
    END IF;
    c := partition_tools_internal.copy_some(p_job_id, v_at);
    s.rows := c.rows;
    s.pause := c.pause;
    s.position := c.state;
    RETURN partition_tools_internal.tasks_step(p_job_id, 'copy', s, c.done > 0);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_copy(bigint) IS
    'Phase copy: blocks of the sources, routed to the targets. Other sessions may copy others meanwhile. Locks: ACCESS SHARE on the sources.';
