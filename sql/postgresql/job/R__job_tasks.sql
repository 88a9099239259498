-- What several sessions do of one job at once: doc/architecture.md, Several sessions.

CREATE OR REPLACE FUNCTION partition_tools_internal.tasks_of_targets(p_job_id bigint, p_phase text, p_from int)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    DELETE FROM partition_tools_internal.job_task AS k WHERE k.job_id = p_job_id AND k.phase = p_phase;
    -- The largest first: what one session has in hand at the end, the others wait for.
    INSERT INTO partition_tools_internal.job_task (job_id, phase, number, ordinal)
    SELECT p_job_id, p_phase, row_number() OVER (ORDER BY pg_relation_size(t.relid) DESC, t.ordinal), t.ordinal
      FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id AND t.ordinal >= p_from;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.tasks_of_targets(bigint, text, int) IS
    'Makes a task of each target of a job, from the given one on, for a phase.';

CREATE OR REPLACE FUNCTION partition_tools_internal.target_task(p_job_id bigint, p_phase text, p_state json)
RETURNS partition_tools_internal.share
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c partition_tools_internal.share;
    k partition_tools_internal.job_task;
    t partition_tools_internal.job_target;
    v_start timestamptz := clock_timestamp();
    v_best  float8;
BEGIN
    SELECT * INTO k FROM partition_tools_internal.job_task AS o WHERE o.job_id = p_job_id AND o.phase = p_phase ORDER BY o.number LIMIT 1 FOR UPDATE SKIP LOCKED;
    c.done := CASE WHEN FOUND THEN 1 ELSE 0 END;
    c.state := p_state;
    IF c.done = 0 THEN
        RETURN c;
    END IF;
    SELECT * INTO STRICT t FROM partition_tools_internal.job_target AS o WHERE o.job_id = p_job_id AND o.ordinal = k.ordinal;
    CASE p_phase
        WHEN 'digest' THEN
            PERFORM partition_tools_internal.digest_target(t);
        WHEN 'build' THEN
            PERFORM partition_tools_internal.build_gently(p_job_id);
            PERFORM partition_tools_internal.build_target(t);
            SELECT p.best, p.pause INTO v_best, c.pause
              FROM partition_tools_internal.build_pace(t.relid, extract(epoch FROM clock_timestamp() - v_start) * 1000, (p_state ->> 'pace')::float8) AS p;
            c.state := partition_tools_internal.json_with(p_state, json_build_object('pace', v_best));
        WHEN 'validate_keys' THEN
            PERFORM partition_tools_internal.validate_keys(t);
    END CASE;
    DELETE FROM partition_tools_internal.job_task AS o WHERE o.job_id = p_job_id AND o.phase = p_phase AND o.number = k.number;
    RETURN c;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.target_task(bigint, text, json) IS
    'Does what a phase does to one target that nobody else has in hand. p_state is what the last one of this session has returned.';

CREATE OR REPLACE FUNCTION partition_tools_internal.targets_step(p_job_id bigint, p_phase text)
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
        -- An earlier version has noted the target to go on with.
        PERFORM partition_tools_internal.tasks_of_targets(p_job_id, p_phase, coalesce((v_at ->> 'target')::int, 1));
        v_at := partition_tools_internal.json_with(partition_tools_internal.tries_so_far(v_at), '{"tasks": true}');
    END IF;
    c := partition_tools_internal.target_task(p_job_id, p_phase, v_at);
    s.position := c.state;
    s.pause := c.pause;
    RETURN partition_tools_internal.tasks_step(p_job_id, p_phase, s, c.done > 0);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.targets_step(bigint, text) IS
    'A step of a phase that does the same to each target: one that nobody else has in hand.';

CREATE OR REPLACE FUNCTION partition_tools_internal.tasks_step(p_job_id bigint, p_phase text, p_step partition_tools_internal.step, p_found boolean)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step := p_step;
    v_since timestamptz := (s.position ->> 'waiting')::timestamptz;
BEGIN
    s.position := (s.position::jsonb - 'waiting')::json;
    IF NOT p_found AND NOT partition_tools_internal.task_wait(p_job_id, p_phase) THEN
        v_since := coalesce(v_since, clock_timestamp());
        PERFORM partition_tools_internal.task_patience(p_job_id, p_phase, v_since);
        s.position := partition_tools_internal.json_with(s.position, json_build_object('waiting', v_since));
    END IF;
    -- In this order: what another session has done is committed together with the rows that it reports.
    s.again := EXISTS (SELECT FROM partition_tools_internal.job_task AS k WHERE k.job_id = p_job_id AND k.phase = p_phase);
    s.rows := coalesce(s.rows, 0) + partition_tools_internal.helped_rows(p_job_id);
    IF NOT s.again THEN
        s.position := partition_tools_internal.tries_so_far(s.position);
        s.pause := NULL;
    END IF;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.tasks_step(bigint, text, partition_tools_internal.step, boolean) IS
    'The end of a step of a phase that several sessions do: the phase is done when no task is left, neither free nor in another''s hand. Where p_found says that none was free, waits for one that is in another''s hand.';

CREATE OR REPLACE FUNCTION partition_tools_internal.task_wait(p_job_id bigint, p_phase text)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_timeout text := current_setting('lock_timeout');
BEGIN
    -- Whoever has it may be about to build an index for an hour, and every wait is an event of the job.
    PERFORM set_config('lock_timeout', CASE p_phase WHEN 'copy' THEN '1s' ELSE '5s' END, true);
    PERFORM FROM partition_tools_internal.job_task AS k WHERE k.job_id = p_job_id AND k.phase = p_phase ORDER BY k.number LIMIT 1 FOR UPDATE;
    PERFORM set_config('lock_timeout', v_timeout, true);
    RETURN true;
EXCEPTION WHEN lock_not_available THEN
    RETURN false;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.task_wait(bigint, text) IS
    'Waits until one of the tasks that others have in hand is done, or has been given up; false where that takes longer than a moment.';

CREATE OR REPLACE FUNCTION partition_tools_internal.task_patience(p_job_id bigint, p_phase text, p_since timestamptz)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_pids int[] := partition_tools_internal.task_holders(p_job_id);
BEGIN
    -- What is done to a target may take hours, and nobody can tell from outside that it will not end. A batch of blocks takes a moment.
    IF p_phase = 'copy' AND clock_timestamp() > p_since + partition_tools_internal.lock_patience() AND v_pids <> '{}' THEN
        RAISE EXCEPTION 'job % has waited % for a session that helps it', p_job_id, partition_tools_internal.lock_patience()
            USING ERRCODE = 'PP044', DETAIL = (SELECT string_agg(partition_tools_internal.lock_holder(p, NULL), E'\n') FROM unnest(v_pids) AS p),
                  HINT = format('End it: SELECT pg_terminate_backend(%s); then CALL partition_tools.start(%s) goes on.', v_pids[1], p_job_id);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.task_patience(bigint, text, timestamptz) IS
    'PP044 where a session that helps to copy has kept its blocks for longer than partition_tools.lock_patience.';

CREATE OR REPLACE FUNCTION partition_tools_internal.task_holders(p_job_id bigint)
RETURNS int[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Who locks a row leaves his transaction id in it. Those of the past have no lock any more.
    RETURN ARRAY(SELECT DISTINCT l.pid
                   FROM partition_tools_internal.job_task AS k
                   JOIN pg_locks AS l ON l.locktype = 'transactionid' AND l.transactionid = k.xmax AND l.granted
                  WHERE k.job_id = p_job_id AND l.pid <> pg_backend_pid() ORDER BY 1);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.task_holders(bigint) IS
    'The sessions that have tasks of a job in hand at present, without the current one.';

CREATE OR REPLACE FUNCTION partition_tools_internal.tasks_interrupt(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_pid int;
BEGIN
    FOREACH v_pid IN ARRAY partition_tools_internal.task_holders(p_job_id) LOOP
        BEGIN
            PERFORM pg_cancel_backend(v_pid);
        EXCEPTION WHEN insufficient_privilege THEN
            RAISE NOTICE 'session %, which helps with job %, is not ours to interrupt', v_pid, p_job_id;
        END;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.tasks_interrupt(bigint) IS
    'Cancels the statements of the sessions that have tasks of a job in hand: what they do is to be undone.';

CREATE OR REPLACE FUNCTION partition_tools_internal.helped_rows(p_job_id bigint)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_rows bigint;
BEGIN
    WITH taken AS (DELETE FROM partition_tools_internal.job_helped AS h WHERE h.job_id = p_job_id RETURNING h.rows)
    SELECT coalesce(sum(t.rows), 0) INTO v_rows FROM taken AS t;
    RETURN v_rows;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.helped_rows(bigint) IS
    'Takes what helping sessions have reported: the rows that they have moved since this was last asked.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_helpers(p_job_id bigint)
RETURNS int[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(SELECT l.pid FROM pg_locks AS l
                  WHERE l.locktype = 'advisory' AND l.classid = 1347702789 AND l.objsubid = 2 AND l.granted
                    AND l.objid = partition_tools_internal.job_lock_key(p_job_id)::int8::oid
                    AND l.database = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database()) ORDER BY l.pid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_helpers(bigint) IS
    'The sessions that help with a job, whether or not they have found something to do: each holds the advisory lock 1347702789 of the job, shared.';
