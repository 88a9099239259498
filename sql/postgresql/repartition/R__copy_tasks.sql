CREATE OR REPLACE FUNCTION partition_tools_internal.copy_tasks(p_job_id bigint, p_source int, p_block bigint, p_blocks bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_all    bigint;
    v_extent bigint;
BEGIN
    DELETE FROM partition_tools_internal.job_task AS k WHERE k.job_id = p_job_id AND k.phase = 'copy';
    SELECT sum(c.blocks) INTO v_all FROM partition_tools_internal.copy_sources(p_job_id, p_source, p_block, p_blocks) AS c;
    -- Enough of them that whoever comes finds some, at the end, too; and no more than can be looked through.
    v_extent := greatest(8, least(8192, v_all / 128));
    INSERT INTO partition_tools_internal.job_task (job_id, phase, number, ordinal, next_block, end_block)
    SELECT p_job_id, 'copy', row_number() OVER (ORDER BY c.ordinal, g.block), c.ordinal, g.block, least(g.block + v_extent, c.blocks)
      FROM partition_tools_internal.copy_sources(p_job_id, p_source, p_block, p_blocks) AS c
     CROSS JOIN LATERAL generate_series(c.first, c.blocks - 1, v_extent) AS g(block);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.copy_tasks(bigint, int, bigint, bigint) IS
    'Cuts the sources of a job into ranges of blocks, tasks for whoever copies; of a job that an earlier version has begun, what is left: from p_block of the source p_source on, of which p_blocks are to be copied.';

CREATE OR REPLACE FUNCTION partition_tools_internal.copy_sources(p_job_id bigint, p_source int, p_block bigint, p_blocks bigint)
RETURNS TABLE (ordinal int, first bigint, blocks bigint)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Their size is read once, after capture has begun: rows in blocks beyond are captured.
    RETURN QUERY
        SELECT j.ordinal, CASE WHEN j.ordinal = p_source THEN p_block ELSE 0 END,
               CASE WHEN j.ordinal = p_source AND p_blocks IS NOT NULL THEN p_blocks ELSE pg_relation_size(j.relid) / current_setting('block_size')::bigint END
          FROM partition_tools_internal.job_source AS j WHERE j.job_id = p_job_id AND j.ordinal >= p_source;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.copy_sources(bigint, int, bigint, bigint) IS
    'The blocks of each source of a job that are to be copied: from first (inclusive) to blocks (exclusive).';

CREATE OR REPLACE FUNCTION partition_tools_internal.copy_tasks_take(p_job_id bigint, p_size bigint, p_place int, p_session int, p_sessions int)
RETURNS partition_tools_internal.job_task[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_count  bigint;
    v_extent bigint;
    v_limit  bigint;
    v_place  int := p_place;
    v_tasks  partition_tools_internal.job_task[];
BEGIN
    SELECT count(*), max(k.end_block - k.next_block) INTO v_count, v_extent FROM partition_tools_internal.job_task AS k WHERE k.job_id = p_job_id AND k.phase = 'copy';
    v_limit := greatest(1, p_size / greatest(v_extent, 1));
    IF p_sessions > 1 THEN
        -- Towards the end less at a time, so that all end at about the same time; but a transaction costs something, too.
        v_limit := least(v_limit, greatest(ceil(v_limit / 8.0), v_count / (2 * p_sessions)));
    END IF;
    IF v_place IS NULL THEN
        -- Apart from each other: neighbouring rows mostly go to the same target, and would wait for each other there.
        v_place := (SELECT k.number FROM partition_tools_internal.job_task AS k WHERE k.job_id = p_job_id AND k.phase = 'copy'
                     ORDER BY k.number OFFSET v_count * p_session / p_sessions LIMIT 1);
    END IF;
    FOREACH v_place IN ARRAY ARRAY[v_place, 0] LOOP
        v_tasks := ARRAY(SELECT t FROM (SELECT k.* FROM partition_tools_internal.job_task AS k
                                         WHERE k.job_id = p_job_id AND k.phase = 'copy' AND k.number >= v_place
                                         ORDER BY k.number LIMIT v_limit FOR UPDATE SKIP LOCKED) AS t);
        EXIT WHEN v_tasks <> '{}';
    END LOOP;
    IF cardinality(v_tasks) = 1 THEN
        v_tasks[1].end_block := least(v_tasks[1].end_block, v_tasks[1].next_block + p_size);
    END IF;
    RETURN v_tasks;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.copy_tasks_take(bigint, bigint, int, int, int) IS
    'Takes free tasks of phase copy in hand, about p_size blocks of them, from the task p_place on, or, where that is NULL, from the p_session-th (from 0) of p_sessions parts of what is left. Where one is larger than that, its first p_size blocks. An empty array where none is free.';

CREATE OR REPLACE FUNCTION partition_tools_internal.copy_tasks_done(p_job_id bigint, p_tasks partition_tools_internal.job_task[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE partition_tools_internal.job_task AS k SET next_block = t.end_block FROM unnest(p_tasks) AS t
     WHERE k.job_id = p_job_id AND k.phase = 'copy' AND k.number = t.number AND k.end_block > t.end_block;
    DELETE FROM partition_tools_internal.job_task AS k USING unnest(p_tasks) AS t
     WHERE k.job_id = p_job_id AND k.phase = 'copy' AND k.number = t.number AND k.end_block = t.end_block;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.copy_tasks_done(bigint, partition_tools_internal.job_task[]) IS
    'Removes tasks of phase copy that are done, or what is done of one.';

CREATE OR REPLACE FUNCTION partition_tools_internal.copy_some(p_job_id bigint, p_state json)
RETURNS partition_tools_internal.share
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c partition_tools_internal.share;
    v_start    timestamptz := clock_timestamp();
    v_helpers  int[] := partition_tools_internal.job_helpers(p_job_id);
    v_sessions int := cardinality(v_helpers) + 1;
    v_session  int := coalesce(array_position(v_helpers, pg_backend_pid()), 0);
    v_pace  float8 := (p_state ->> 'pace')::float8;
    v_place int := CASE WHEN v_session > 0 THEN (p_state ->> 'place')::int END;
    v_tasks partition_tools_internal.job_task[];
    v_ms    float8;
    r record;
BEGIN
    v_tasks := partition_tools_internal.copy_tasks_take(p_job_id, coalesce((p_state ->> 'size')::bigint, 256), v_place, v_session, v_sessions);
    c.rows := 0;
    c.done := 0;
    c.state := p_state;
    IF v_tasks = '{}' THEN
        RETURN c;
    END IF;
    FOR r IN SELECT DISTINCT s.relid FROM partition_tools_internal.job_source AS s JOIN unnest(v_tasks) AS t ON t.ordinal = s.ordinal WHERE s.job_id = p_job_id ORDER BY s.relid LOOP
        EXECUTE format('LOCK TABLE ONLY %s IN ACCESS SHARE MODE', r.relid::regclass);
    END LOOP;
    PERFORM partition_tools_internal.check_files(p_job_id);
    FOR r IN SELECT * FROM partition_tools_internal.copy_ranges(p_job_id, v_tasks) LOOP
        c.rows := c.rows + partition_tools_internal.copy_blocks(p_job_id, r.relid, r.lower, r.upper);
        c.done := c.done + r.upper - r.lower;
    END LOOP;
    PERFORM partition_tools_internal.copy_tasks_done(p_job_id, v_tasks);
    v_ms := extract(epoch FROM clock_timestamp() - v_start) * 1000;
    c.state := json_build_object('tasks', true,
        'size', partition_tools_internal.copy_batch(c.done, v_ms),
        'pace', partition_tools_internal.copy_pace(v_pace, v_ms / c.done),
        -- Where another session has been before, a place of its own again.
        'place', CASE WHEN v_session > 0 AND (v_place IS NULL OR v_tasks[1].number BETWEEN v_place AND v_place + 1)
                      THEN v_tasks[cardinality(v_tasks)].number END);
    -- A rate is that of all sessions, and what they take from each other is not to be given to others.
    c.pause := partition_tools_internal.copy_pause(c.rows * v_sessions, v_ms, v_ms / c.done / v_pace / v_sessions);
    RETURN c;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.copy_some(bigint, json) IS
    'Copies blocks that nobody else has in hand, in one transaction of about partition_tools.batch_ms milliseconds; 0 blocks where none are free. p_state is what the last one of this session has returned. Locks: ACCESS SHARE on the sources.';

CREATE OR REPLACE FUNCTION partition_tools_internal.copy_ranges(p_job_id bigint, p_tasks partition_tools_internal.job_task[])
RETURNS TABLE (relid oid, lower bigint, upper bigint)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT s.relid, min(i.next_block), max(i.end_block)
          FROM (SELECT b.*, count(*) FILTER (WHERE b.begins) OVER (ORDER BY b.number) AS range
                  FROM (SELECT t.*, lag(t.end_block) OVER (PARTITION BY t.ordinal ORDER BY t.number) IS DISTINCT FROM t.next_block AS begins
                          FROM unnest(p_tasks) AS t) AS b) AS i
          JOIN partition_tools_internal.job_source AS s ON s.job_id = p_job_id AND s.ordinal = i.ordinal
         GROUP BY s.relid, i.range ORDER BY i.range;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.copy_ranges(bigint, partition_tools_internal.job_task[]) IS
    'The blocks of tasks of phase copy, where they adjoin as one range: each is one statement.';
