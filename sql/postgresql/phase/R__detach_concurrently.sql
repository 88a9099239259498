CREATE OR REPLACE FUNCTION partition_tools_internal.detach_patience()
RETURNS interval
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN least(partition_tools_internal.setting('detach_patience', partition_tools_internal.lock_patience()::text)::interval, partition_tools_internal.lock_patience());
END
$$;
COMMENT ON FUNCTION partition_tools_internal.detach_patience() IS
    'How long a job tries to lock a table from which it takes a partition before it asks a client to do it concurrently: partition_tools.detach_patience, default lock_patience, and no longer than that.';

CREATE OR REPLACE FUNCTION partition_tools_internal.detach_possible(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- PostgreSQL allows it neither beside a default partition nor beside another one that is being detached.
    RETURN (SELECT p.partdefid = 0 AND NOT EXISTS (SELECT FROM pg_inherits AS i WHERE i.inhparent = j.table_oid AND i.inhdetachpending)
              FROM partition_tools_internal.job AS j JOIN pg_partitioned_table AS p ON p.partrelid = j.table_oid WHERE j.job_id = p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.detach_possible(bigint) IS
    'Whether PostgreSQL would detach the partition of a job concurrently.';

CREATE OR REPLACE FUNCTION partition_tools_internal.detach_locked(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_how text := partition_tools_internal.setting('detach', 'auto');
BEGIN
    IF v_how NOT IN ('auto', 'concurrently', 'locked') THEN
        RAISE EXCEPTION 'partition_tools.detach is auto, concurrently or locked, not %', quote_literal(v_how) USING ERRCODE = '22023';
    ELSIF v_how = 'concurrently' AND partition_tools_internal.detach_possible(p_job_id) THEN
        RETURN false;
    END IF;
    BEGIN
        PERFORM partition_tools_internal.swap_lock(p_job_id);
        RETURN true;
    EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
        -- Attempts that meet a lock record nothing, so the last event is that the job was taken up.
        IF v_how = 'locked' OR NOT partition_tools_internal.detach_possible(p_job_id) OR partition_tools_internal.prepared_holds(p_job_id)
           OR coalesce(clock_timestamp() < (partition_tools_internal.job_latest(p_job_id)).at + partition_tools_internal.detach_patience(), true) THEN
            RAISE;
        END IF;
        RETURN false;
    END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.detach_locked(bigint) IS
    'Locks a table and the partition that is to leave it. False where the session does not want that, or has tried it for detach_patience, and a client can do it concurrently.';

CREATE OR REPLACE FUNCTION partition_tools_internal.prepared_holds(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM partition_tools_internal.job_locks(p_job_id) AS l WHERE l.pid IS NULL);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.prepared_holds(bigint) IS
    'Whether a prepared transaction holds what a job needs. It does not end by itself, so nobody is asked to wait for it, who would be told less than PP050 tells.';

CREATE OR REPLACE FUNCTION partition_tools_internal.detach_position(p_job_id bigint)
RETURNS json
LANGUAGE plpgsql STABLE
-- The predicate is compared as text later, maybe in another session.
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
BEGIN
    RETURN (SELECT json_build_object('ask', true, 'partitions', json_agg(json_build_object(
                       'relid', s.relid, 'predicate', pg_get_partition_constraintdef(s.relid),
                       'checks', ARRAY(SELECT k.oid FROM pg_constraint AS k WHERE k.conrelid = s.relid AND k.contype = 'c'))))
              FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.detach_position(bigint) IS
    'What a job has to know when a client has detached its partition: the constraints that it had before.';

CREATE OR REPLACE FUNCTION partition_tools_internal.detach_statements(p_job_id bigint)
RETURNS SETOF text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT format('ALTER TABLE %s DETACH PARTITION %s CONCURRENTLY', i.inhparent::regclass, i.inhrelid::regclass)
          FROM partition_tools_internal.job AS j
          JOIN partition_tools_internal.job_source AS s ON s.job_id = j.job_id
          JOIN pg_inherits AS i ON i.inhrelid = s.relid AND i.inhparent = j.table_oid AND NOT i.inhdetachpending
         WHERE j.job_id = p_job_id AND j.action IN ('drop', 'detach') ORDER BY s.ordinal;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.detach_statements(bigint) IS
    'The statements that a job waits for, to take partitions off a table that is read all the time. Each is to be executed outside of a transaction.';

CREATE OR REPLACE FUNCTION partition_tools_internal.detach_ask(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_statements text;
BEGIN
    IF coalesce((partition_tools_internal.job_latest(p_job_id)).position ->> 'ask', 'false') <> 'true' THEN
        RETURN;
    END IF;
    SELECT string_agg(t.s || ';', E'\n' ORDER BY t.n) INTO v_statements FROM partition_tools_internal.detach_statements(p_job_id) WITH ORDINALITY AS t(s, n);
    IF v_statements IS NOT NULL THEN
        RAISE EXCEPTION 'job % waits for a partition of % that only you can detach while the table is read all the time', p_job_id,
                (SELECT j.table_oid::regclass FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id)
            USING ERRCODE = 'PP099', DETAIL = v_statements,
                  HINT = format('Execute what DETAIL says, outside of a transaction, then CALL partition_tools.start(%s), also where it was interrupted. Or only start the job again, later: it tries to lock the table once more.', p_job_id);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.detach_ask(bigint) IS
    'PP099 where an attempt has come to the point that only a client can go on: DETACH PARTITION ... CONCURRENTLY cannot be executed by a procedure. The next attempt begins as the first did.';

CREATE OR REPLACE FUNCTION partition_tools_internal.detach_begun(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- One that has another name by now is somebody's who wants to keep it.
    RETURN EXISTS (
        SELECT FROM partition_tools_internal.job AS j
          JOIN partition_tools_internal.job_source AS s ON s.job_id = j.job_id
          JOIN pg_class AS c ON c.oid = s.relid AND c.relname = s.name AND c.relnamespace = (SELECT n.oid FROM pg_namespace AS n WHERE n.nspname = s.schema_name)
          LEFT JOIN pg_inherits AS i ON i.inhrelid = c.oid
         WHERE j.job_id = p_job_id AND j.action IN ('drop', 'detach') AND c.relkind = 'r'
           AND (i.inhrelid IS NULL OR i.inhparent = j.table_oid AND i.inhdetachpending));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.detach_begun(bigint) IS
    'Whether the partition that a job removes has left its table, or is being detached: the job can only go on.';

CREATE OR REPLACE FUNCTION partition_tools_internal.detach_finish(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_timeout text := current_setting('lock_timeout');
    v_known   boolean := (partition_tools_internal.job_latest(p_job_id)).position -> 'partitions' IS NOT NULL;
    r record;
BEGIN
    FOR r IN SELECT j.table_oid::regclass AS parent, s.relid::regclass AS leaf, i.inhrelid IS NOT NULL AS pending
               FROM partition_tools_internal.job AS j JOIN partition_tools_internal.job_source AS s ON s.job_id = j.job_id
               LEFT JOIN pg_inherits AS i ON i.inhrelid = s.relid AND i.inhparent = j.table_oid
              -- Nothing has to be done to one that was detached under a lock: then no position tells of constraints.
              WHERE j.job_id = p_job_id AND coalesce(i.inhdetachpending, v_known) AND EXISTS (SELECT FROM pg_class AS c WHERE c.oid = s.relid) LOOP
        PERFORM partition_tools_internal.lock_out_vacuum(ARRAY[r.parent::oid, r.leaf::oid]);
        PERFORM partition_tools_internal.lock_table(r.leaf, 'ACCESS EXCLUSIVE');
        PERFORM partition_tools_internal.free_sequences(r.leaf);
        IF r.pending THEN
            -- It waits for every snapshot that is older. Readers of the table do not wait for us: they do not see the partition any more.
            PERFORM set_config('lock_timeout', greatest(1, ceil(extract(epoch FROM partition_tools_internal.lock_patience()) * 1000))::bigint::text, true);
            EXECUTE format('ALTER TABLE %s DETACH PARTITION %s FINALIZE', r.parent, r.leaf);
            PERFORM set_config('lock_timeout', v_timeout, true);
        END IF;
        PERFORM partition_tools_internal.detach_unconstrain(p_job_id, r.leaf);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.detach_finish(bigint) IS
    'Ends a DETACH PARTITION ... CONCURRENTLY that was interrupted, and makes a partition that was detached so look as if it had been detached under a lock. Locks: SHARE UPDATE EXCLUSIVE on the table, ACCESS EXCLUSIVE on the partition, which nobody reads through the table any more.';

CREATE OR REPLACE FUNCTION partition_tools_internal.detach_unconstrain(p_job_id bigint, p_leaf oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
DECLARE
    v_name name;
BEGIN
    FOR v_name IN
        SELECT k.conname
          FROM json_array_elements((partition_tools_internal.job_latest(p_job_id)).position -> 'partitions') AS p
          JOIN pg_constraint AS k ON k.conrelid = p_leaf AND k.contype = 'c' AND pg_get_expr(k.conbin, k.conrelid) = p ->> 'predicate'
         WHERE (p ->> 'relid')::oid = p_leaf AND k.oid NOT IN (SELECT o::oid FROM json_array_elements_text(p -> 'checks') AS o)
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', p_leaf::regclass, v_name);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.detach_unconstrain(bigint, oid) IS
    'Drops the constraint that DETACH PARTITION ... CONCURRENTLY leaves on a table: its bounds. One of the partition''s own stays.';
