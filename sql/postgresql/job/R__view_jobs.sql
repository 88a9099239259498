CREATE OR REPLACE VIEW partition_tools.jobs AS
SELECT j.job_id, j.run_id, j.ordinal, j.table_name AS target, j.operation, j.action, j.sources, j.targets, j.strategy,
       s.state, l.phase, coalesce(l.rows, 0) AS rows, j.total,
       CASE WHEN s.state = 'completed' THEN 100
            WHEN j.total IS NULL THEN NULL
            WHEN j.total > 0 THEN least(99, round(100.0 * coalesce(l.rows, 0) / j.total, 1))
            ELSE 0 END AS progress,
       r.created_at, f.started_at,
       CASE WHEN s.state IN ('completed', 'failed', 'cancelled') THEN l.at END AS finished_at,
       s.elapsed,
       round((l.rows / nullif(extract(epoch FROM s.elapsed), 0))::numeric, 0) AS rate,
       CASE WHEN s.state = 'running' AND l.rows > 0 AND j.total > l.rows
            THEN s.elapsed * ((j.total - l.rows)::float8 / l.rows) END AS eta,
       CASE WHEN s.state = 'running' THEN l.pid END AS pid,
       l.sqlstate, CASE WHEN l.sqlstate IS NOT NULL AND partition_tools_internal.detail_visible(j.table_oid) THEN l.message END AS error,
       CASE WHEN l.error_detail IS NOT NULL AND partition_tools_internal.detail_visible(j.table_oid) THEN l.error_detail END AS detail, l.hint,
       (SELECT max((e.position ->> 'locked_ms')::numeric) FROM partition_tools_internal.job_event AS e WHERE e.job_id = j.job_id) AS locked_ms,
       (l.position ->> 'batch')::bigint AS batch, 
       CASE WHEN l.position ->> 'after' <> '[]' AND partition_tools_internal.detail_visible(j.table_oid) THEN l.position ->> 'after' END AS last_key,
       j.phases,
       CASE WHEN s.state = 'completed' THEN cardinality(j.phases) ELSE array_position(j.phases, l.phase) - 1 END AS phases_done
  FROM partition_tools_internal.job AS j
  JOIN partition_tools_internal.run AS r ON r.run_id = j.run_id
  LEFT JOIN LATERAL (
        SELECT e.* FROM partition_tools_internal.job_event AS e
         WHERE e.job_id = j.job_id ORDER BY e.event_id DESC LIMIT 1) AS l ON true
  LEFT JOIN LATERAL (
        SELECT e.at AS started_at FROM partition_tools_internal.job_event AS e
         WHERE e.job_id = j.job_id ORDER BY e.event_id LIMIT 1) AS f ON true
  CROSS JOIN LATERAL (
        SELECT EXISTS (
            SELECT FROM pg_catalog.pg_locks AS k
             WHERE k.locktype = 'advisory' AND k.classid = 1347702786 AND k.objsubid = 2 AND k.granted AND k.pid = l.pid
               AND k.objid = partition_tools_internal.job_lock_key(j.job_id)::int8::oid) AS alive) AS a
  CROSS JOIN LATERAL (
        SELECT CASE WHEN l.state IS NULL THEN 'pending'
                    WHEN l.state = 'running' AND NOT a.alive THEN 'interrupted'
                    ELSE l.state END AS state,
               l.elapsed + CASE WHEN l.state = 'running' AND a.alive THEN clock_timestamp() - l.at ELSE '0' END AS elapsed) AS s;
COMMENT ON VIEW partition_tools.jobs IS
'Every job of every run with its state and progress.

state: pending (not begun, or waiting for a worker), running, interrupted (it was running and its session is gone: start() resumes it), failed, completed, cancelled. phase: what start() does next. rows, total: rows moved and expected (estimated; NULL where nobody knows). progress: percent. elapsed: working time, without pauses between two starts. rate: rows a second. eta: time left, from the rows that are left. error, sqlstate, detail, hint: the last error; error and detail, which may have values of rows in them, and last_key are shown to those who may SELECT from the table. locked_ms: for how many milliseconds the swap held its locks on the table. batch, last_key: in a data migration, the batches that are committed, and the key of the last row in them. phases: all that the job does, in order; NULL until its first phase has found out which, and where it is undone. phases_done: how many of them are done.';
