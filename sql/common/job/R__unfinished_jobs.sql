CREATE OR REPLACE FUNCTION partition_tools_internal.unfinished_jobs(p_table oid)
RETURNS TABLE (severity text, job_id bigint, target text, message text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET intervalstyle = 'postgres'
AS $$
DECLARE
    j record;
    v_bytes bigint;
BEGIN
    FOR j IN
        SELECT v.job_id, v.target, v.action, v.state, v.error, v.created_at
          FROM partition_tools.jobs AS v
          JOIN partition_tools_internal.job AS o ON o.job_id = v.job_id
         WHERE (o.table_oid = p_table OR p_table IS NULL) AND o.operation <> 'migrate' AND v.state IN ('pending', 'failed', 'interrupted')
         ORDER BY v.job_id
    LOOP
        v_bytes := partition_tools_internal.job_debris(j.job_id);
        CONTINUE WHEN v_bytes IS NULL AND (j.state <> 'pending' OR j.created_at > now() - interval '1 day');
        severity := CASE WHEN v_bytes IS NULL THEN 'warning' ELSE 'error' END;
        job_id := j.job_id;
        target := j.target;
        message := CASE WHEN v_bytes IS NULL
            THEN format('job %s (%s) is pending since %s ago', j.job_id, j.action, date_trunc('minute', now() - j.created_at))
            ELSE format('job %s (%s) %s %s ago and has left %s (%s bytes) behind%s', j.job_id, j.action,
                        CASE j.state WHEN 'failed' THEN 'failed' ELSE 'was interrupted' END,
                        date_trunc('minute', clock_timestamp() - (partition_tools_internal.job_latest(j.job_id)).at), pg_size_pretty(v_bytes), v_bytes, ': ' || j.error) END;
        hint := format('%s goes on, %s undoes.', CASE WHEN partition_tools_internal.job_waits(j.job_id) THEN 'partition-tools work' ELSE partition_tools_internal.job_statement(j.job_id) END,
                       replace(partition_tools_internal.job_statement(j.job_id), '.start(', '.cancel('));
        RETURN NEXT;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unfinished_jobs(oid) IS
    'Jobs of a table (NULL: of every table) that somebody has to look after: those that stopped and left a trigger, staging or capture on it, and those that are pending for more than a day.';
