CREATE OR REPLACE FUNCTION partition_tools_internal.unfinished_jobs(p_table oid)
RETURNS TABLE (severity text, job_id bigint, target text, message text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET intervalstyle = 'postgres'
AS $$
DECLARE
    u record;
    v_found json;
    v_start text;
BEGIN
    -- Assigned: what reads a table stands in no query with another one.
    v_found := (SELECT json_agg(f) FROM partition_tools_internal.unfinished_found(p_table) AS f);
    FOR u IN SELECT f.*, v.error
               FROM json_to_recordset(coalesce(v_found, '[]')) AS f(job_id bigint, target text, action text, state text, since timestamptz, bytes bigint, waits boolean)
               JOIN partition_tools.jobs AS v ON v.job_id = f.job_id ORDER BY f.job_id LOOP
        severity := CASE WHEN u.bytes IS NULL THEN 'warning' ELSE 'error' END;
        job_id := u.job_id;
        target := u.target;
        message := CASE WHEN u.bytes IS NULL
            THEN format('job %s (%s) is pending since %s ago', u.job_id, u.action, date_trunc('minute', now() - u.since))
            ELSE format('job %s (%s) %s %s ago and has left %s (%s bytes) behind%s', u.job_id, u.action,
                        CASE u.state WHEN 'failed' THEN 'failed' ELSE 'was interrupted' END,
                        date_trunc('minute', clock_timestamp() - u.since), pg_size_pretty(u.bytes), u.bytes, ': ' || u.error) END;
        v_start := partition_tools_internal.job_statement(u.job_id);
        IF u.state = 'overdue' THEN
            severity := 'warning';
            message := format('job %s keeps what the table was before its conversion, and longer than it should: each change is made twice', u.job_id);
            hint := format('%s drops it, as the next run of any policy in this database does; %s switches back to it.', replace(v_start, '.start(', '.finish('), replace(v_start, '.start(', '.revert('));
            RETURN NEXT;
            CONTINUE;
        END IF;
        hint := format('%s goes on, %s undoes.', CASE WHEN u.waits THEN 'partition-tools work' ELSE v_start END, replace(v_start, '.start(', '.cancel('));
        RETURN NEXT;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unfinished_jobs(oid) IS
    'Jobs of a table (NULL: of every table) that somebody has to look after: those that stopped and left a trigger, staging or capture on it, those that are pending for more than a day, and those that keep what was converted longer than they should.';

CREATE OR REPLACE FUNCTION partition_tools_internal.unfinished_found(p_table oid)
RETURNS TABLE (job_id bigint, target text, action text, state text, since timestamptz, bytes bigint, waits boolean)
-- They are few, however many jobs there are.
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_open    bigint[] := partition_tools_internal.jobs_open(p_table);
    v_ids     bigint[];
    v_targets text[];
    v_actions text[];
    v_states  text[];
    v_made    timestamptz[];
BEGIN
    IF coalesce(array_length(v_open, 1), 0) = 0 THEN
        RETURN;
    END IF;
    -- With its owner's rights: who looks may not read the bookkeeping. No errors among the results, which have data in them.
    SELECT array_agg(v.job_id), array_agg(v.target), array_agg(v.action), array_agg(v.state), array_agg(v.created_at)
      INTO v_ids, v_targets, v_actions, v_states, v_made
      FROM partition_tools.jobs AS v
      JOIN partition_tools_internal.job AS o ON o.job_id = v.job_id
     WHERE o.job_id = ANY (v_open) AND o.operation <> 'migrate'
       -- A plain table that is kept after its conversion is nobody's business, unless the table is gone that it was kept for.
       AND (o.action <> 'keep' OR NOT EXISTS (SELECT 1 FROM pg_class AS c WHERE c.oid = o.table_oid
                                                    -- Or its time is over, and no policy ends it.
                                                    AND ((o.spec ->> 'until')::timestamptz >= now() OR c.relkind <> 'r' AND p_table IS NOT NULL)))
       AND v.state IN ('pending', 'failed', 'interrupted');
    FOR n IN 1 .. coalesce(array_length(v_ids, 1), 0) LOOP
        job_id := v_ids[n];
        target := v_targets[n];
        action := v_actions[n];
        state := v_states[n];
        since := CASE state WHEN 'pending' THEN v_made[n] ELSE (partition_tools_internal.job_latest(job_id)).at END;
        bytes := partition_tools_internal.job_made_bytes(job_id);
        state := CASE WHEN action = 'keep' AND EXISTS (SELECT 1 FROM partition_tools_internal.job AS j JOIN pg_class AS c ON c.oid = j.table_oid WHERE j.job_id = unfinished_found.job_id) THEN 'overdue' ELSE state END;
        IF bytes IS NOT NULL OR state = 'overdue' OR state = 'pending' AND since < now() - interval '1 day' THEN
            waits := partition_tools_internal.job_waits(job_id);
            RETURN NEXT;
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unfinished_found(oid) IS
    'What unfinished_jobs tells of, with the bytes that a job has left: NULL where it has left nothing.';
