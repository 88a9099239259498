CREATE OR REPLACE PROCEDURE partition_tools_internal.job_fail(
    p_job_id bigint, p_sqlstate text, p_message text, p_detail text, p_hint text)
LANGUAGE plpgsql
AS $$
DECLARE
    v_until pg_catalog.timestamptz;
    v_error pg_catalog.record;
BEGIN
    -- A default partition that refuses rows is worse than a job that ends late.
    v_until := pg_catalog.clock_timestamp() OPERATOR(pg_catalog.+)
        CASE WHEN p_sqlstate OPERATOR(pg_catalog.=) '57014' THEN pg_catalog.interval '5 seconds' ELSE partition_tools_internal.lock_patience() END;
    WHILE NOT partition_tools_internal.default_try_free(p_job_id) AND pg_catalog.clock_timestamp() OPERATOR(pg_catalog.<) v_until LOOP
        COMMIT;
        PERFORM pg_catalog.pg_sleep(0.2);
    END LOOP;
    v_error := partition_tools_internal.job_failed(p_job_id, p_sqlstate, p_message, p_detail, p_hint);
    COMMIT;
    PERFORM pg_catalog.pg_advisory_unlock(1347702786, partition_tools_internal.job_lock_key(p_job_id));
    PERFORM pg_catalog.pg_advisory_unlock(1347702785, partition_tools_internal.work_lock_key(p_job_id));
    IF v_error.detail IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = v_error.sqlstate, MESSAGE = v_error.message, HINT = v_error.hint;
    END IF;
    RAISE EXCEPTION USING ERRCODE = v_error.sqlstate, MESSAGE = v_error.message, DETAIL = v_error.detail, HINT = v_error.hint;
END
$$;
COMMENT ON PROCEDURE partition_tools_internal.job_fail(bigint, text, text, text, text) IS
    'Records the error of a job, gives its locks back, and raises the error again.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_failed_warn(
    p_job_id bigint, p_sqlstate text, p_message text, p_detail text, p_hint text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_error record;
BEGIN
    v_error := partition_tools_internal.job_failed(p_job_id, p_sqlstate, p_message, p_detail, p_hint);
    RAISE WARNING 'job % failed: %', p_job_id, v_error.message
        USING DETAIL = coalesce(v_error.detail, 'SQLSTATE ' || v_error.sqlstate), HINT = v_error.hint;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_failed_warn(bigint, text, text, text, text) IS
    'Records the error of a job, and warns of it: others go on.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_failed(
    p_job_id bigint, p_sqlstate text, p_message text, p_detail text, p_hint text,
    OUT table_oid oid, OUT sqlstate text, OUT message text, OUT detail text, OUT hint text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    e partition_tools_internal.job_event;
BEGIN
    SELECT j.table_oid INTO table_oid FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id;
    sqlstate := p_sqlstate;
    message := p_message;
    detail := nullif(p_detail, '');
    hint := coalesce(nullif(p_hint, ''), partition_tools_internal.job_hint(p_job_id));
    IF sqlstate IN ('55P03', '40P01') THEN
        sqlstate := 'PP050';
        message := format('job %s could not lock %s within %s', p_job_id, table_oid::regclass, partition_tools_internal.lock_patience());
        detail := coalesce(partition_tools_internal.lock_holders(p_job_id), p_message);
    END IF;
    IF sqlstate IN ('23505', 'PP028') AND partition_tools_internal.job_unpartitions(p_job_id) THEN
        detail := concat_ws(E'\n', message, detail);
        message := format('rows of %s are not unique by a key as it was before the table was partitioned', table_oid::regclass);
        sqlstate := 'PP092';
        hint := format('Correct the rows, and CALL partition_tools.start(%s); or CALL partition_tools.cancel(%1$s), SET partition_tools.unique_keys = ''widen'', which leaves keys as they are, and unpartition the table again.', p_job_id);
    END IF;
    e := partition_tools_internal.job_latest(p_job_id);
    IF sqlstate = 'PP054' THEN
        -- Whoever starts it again is to wait again.
        e.position := (e.position::jsonb - 'until' - 'polls')::json;
    ELSIF sqlstate = 'PP099' THEN
        -- Whoever starts it again is to be asked only where the table cannot be locked then, either.
        e.position := (e.position::jsonb - 'ask')::json;
    ELSIF sqlstate IN ('PP040', 'PP041', 'PP042', 'PP071', 'PP072') AND NOT partition_tools_internal.job_keeps(p_job_id) THEN
        -- What was copied is of no use any more.
        e.phase := partition_tools_internal.undo_now_or_later(p_job_id);
        e.position := NULL;
    ELSIF e.phase = 'build' AND sqlstate IN ('PP028', 'PP092') AND partition_tools_internal.phase_after(p_job_id, 'reconcile') = 'build' THEN
        -- Once somebody has corrected the rows, staging has to learn of it before it gets its indexes.
        e.phase := 'reconcile';
        e.position := NULL;
    END IF;
    PERFORM partition_tools_internal.default_try_free(p_job_id);
    IF partition_tools_internal.job_migrates(p_job_id) THEN
        hint := coalesce(nullif(p_hint, ''), format('What earlier batches have copied is kept and known. When the cause is removed: CALL partition_tools.start(%s) goes on.', p_job_id));
        detail := concat_ws(E'\n', detail, format('In batch %s, after key %s.', coalesce((e.position ->> 'batch')::bigint, 0) + 1, coalesce(nullif(e.position ->> 'after', '[]'), '(none)')));
    ELSIF partition_tools_internal.default_refuses(p_job_id) THEN
        detail := concat_ws(E'\n', detail, format('The default partition still refuses rows of the new partitions: its constraint %I could not be dropped.',
                                                  partition_tools_internal.stage_name(p_job_id, 'default')));
    ELSIF partition_tools_internal.proof_is_gone(p_job_id, e.phase) THEN
        e.phase := 'prove';
        e.position := NULL;
    END IF;
    PERFORM partition_tools_internal.job_event_append(p_job_id, 'failed', e.phase, 0, e.position, sqlstate, message, detail, hint);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_failed(bigint, text, text, text, text) IS
    'Records the error of a job and returns it as it is to be raised: a lock that could not be had becomes PP050 and names who holds it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.proof_is_gone(p_job_id bigint, p_phase text)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN 'prove' = ANY (partition_tools_internal.job_phases(p_job_id)) AND NOT partition_tools_internal.phase_swapped(p_phase)
       AND partition_tools_internal.phase_number(p_job_id, p_phase) > partition_tools_internal.phase_number(p_job_id, 'prove')
       AND NOT EXISTS (SELECT FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.proof_is_gone(bigint, text) IS
    'Whether a job that stops has to prove the default partition again: it had been, and took rows of the new partitions again since (default_try_free).';

CREATE OR REPLACE FUNCTION partition_tools_internal.lock_holders(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_locks pg_locks[] := ARRAY(SELECT l FROM partition_tools_internal.job_locks(p_job_id) AS l);
BEGIN
    -- A foreign key is made under locks of both its tables, for which nobody has to be waited who only reads the other one.
    v_locks := v_locks || ARRAY(SELECT l FROM partition_tools_internal.relation_locks(ARRAY(
        SELECT unnest(ARRAY[k.conrelid, k.confrelid]) FROM pg_constraint AS k, partition_tools_internal.job_relations(p_job_id) AS r
         WHERE k.contype = 'f' AND r IN (k.conrelid, k.confrelid)
        EXCEPT SELECT r FROM partition_tools_internal.job_relations(p_job_id) AS r)) AS l
         WHERE v_locks = '{}' OR l.mode NOT IN ('AccessShareLock', 'RowShareLock'));
    RETURN (
        SELECT string_agg(format('%s holds %s%s', h.holder, h.held, ': ' || h.query), E'\n' ORDER BY h.holder)
          FROM (SELECT partition_tools_internal.lock_holder(l.pid, l.virtualtransaction) AS holder, left(max(a.query), 100) AS query,
                       string_agg(DISTINCT format('%s on %s', l.mode, l.relation::regclass), ', ') AS held
                  FROM unnest(v_locks) AS l
                  LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
                 GROUP BY 1) AS h);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_holders(bigint) IS
    'The sessions and prepared transactions that hold the table, the sources or the default partition of a job, or, otherwise than for reading, a table at the other end of a foreign key.';

CREATE OR REPLACE FUNCTION partition_tools_internal.relation_locks(p_relids oid[])
RETURNS SETOF pg_locks
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT l.* FROM pg_locks AS l
         WHERE l.granted AND l.pid IS DISTINCT FROM pg_backend_pid() AND l.locktype = 'relation'
           AND l.database = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database())
           AND l.relation = ANY (p_relids);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.relation_locks(oid[]) IS
    'The locks that others have on tables. Those of prepared transactions have no pid.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_locks(p_job_id bigint)
RETURNS SETOF pg_locks
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY SELECT l.* FROM partition_tools_internal.relation_locks(ARRAY(SELECT r FROM partition_tools_internal.job_relations(p_job_id) AS r)) AS l;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_locks(bigint) IS
    'The locks that others have on the table, the sources or the default partition of a job. Those of prepared transactions have no pid.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_relations(p_job_id bigint)
RETURNS SETOF oid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT j.table_oid FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id
        UNION SELECT s.relid FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id
        UNION SELECT partition_tools_internal.other_default(p_job_id)
        -- A step that failed has taken back what it had found.
        UNION SELECT b.relid FROM partition_tools_internal.job AS j
               CROSS JOIN LATERAL json_array_elements(j.spec -> 'sources') AS u
                JOIN LATERAL partition_tools_internal.partition_bounds(j.table_oid) AS b
                  ON b.is_default = (u ->> 'default')::boolean AND b.lower_text IS NOT DISTINCT FROM u ->> 'lower' AND b.upper_text IS NOT DISTINCT FROM u ->> 'upper'
               WHERE j.job_id = p_job_id;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_relations(bigint) IS 'The table of a job, its sources, and the default partition.';

CREATE OR REPLACE FUNCTION partition_tools_internal.lock_holder(p_pid int, p_virtual_transaction text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET datestyle = 'ISO, YMD'
AS $$
BEGIN
    -- A prepared transaction has no process; the lock on its transaction number says which one it is.
    RETURN coalesce(
        (SELECT format('prepared transaction %L (%s, prepared at %s; COMMIT PREPARED or ROLLBACK PREPARED ends it)', x.gid, x.owner, x.prepared)
           FROM pg_prepared_xacts AS x JOIN pg_locks AS l ON l.locktype = 'transactionid' AND l.transactionid = x.transaction
          WHERE p_pid IS NULL AND l.pid IS NULL AND l.virtualtransaction = p_virtual_transaction),
        (SELECT format('session %s (%s)', a.pid, concat_ws(', ', coalesce(a.usename, a.backend_type), 'application ' || nullif(a.application_name, ''),
                       coalesce(a.state || ' since ' || a.state_change, 'what it does is hidden from ' || quote_ident(current_user)),
                       'transaction since ' || a.xact_start))
           FROM pg_stat_activity AS a WHERE a.pid = p_pid),
        format('session %s (gone)', p_pid));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_holder(int, text) IS
    'Who holds a lock, for people: a session with its application, state and times, as far as the caller may see them, or a prepared transaction with its name.';
