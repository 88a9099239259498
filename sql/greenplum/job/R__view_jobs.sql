-- A job is one transaction here: what it records is seen when it has ended. That it is running shows in the advisory locks
-- of the master; a subquery of its own reads them there, as a join with them might not.
CREATE OR REPLACE VIEW partition_tools.jobs AS
WITH session AS (
    SELECT pg_catalog.split_part(u.item, '|', 1)::int AS key, pg_catalog.split_part(u.item, '|', 2)::int AS pid, pg_catalog.split_part(u.item, '|', 3)::timestamptz AS since
      FROM (SELECT pg_catalog.unnest((
                SELECT pg_catalog.array_agg(pg_catalog.concat_ws('|', k.objid::int8::bit(32)::int, k.pid, a.xact_start))
                  FROM pg_catalog.pg_locks AS k JOIN pg_catalog.pg_stat_activity AS a ON a.pid = k.pid
                 WHERE k.locktype = 'advisory' AND k.classid = 1347702786 AND k.objsubid = 2 AND k.granted AND k.gp_segment_id = -1
                   AND k.database = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database()))) AS item) AS u
), latest AS (
    SELECT DISTINCT ON (e.job_id) e.* FROM partition_tools_internal.job_event AS e ORDER BY e.job_id, e.event_id DESC
), history AS (
    SELECT e.job_id, pg_catalog.min(e.at) AS started_at,
           pg_catalog.max((e.position ->> 'locked_ms')::numeric) FILTER (WHERE e.phase = 'done') AS locked_ms
      FROM partition_tools_internal.job_event AS e GROUP BY e.job_id
), now AS (
    SELECT j.*, l.state AS last_state, l.phase, l.rows, l.at, l.elapsed AS worked, l.position, l.sqlstate, l.message, l.error_detail, l.hint,
           h.started_at, h.locked_ms, s.pid, s.since, s.pid IS NOT NULL AND coalesce(l.state, '') NOT IN ('completed', 'cancelled') AS alive
      FROM partition_tools_internal.job AS j
      LEFT JOIN latest AS l ON l.job_id = j.job_id
      LEFT JOIN history AS h ON h.job_id = j.job_id
      LEFT JOIN session AS s ON s.key = partition_tools_internal.job_lock_key(j.job_id)
)
SELECT n.job_id, n.run_id, n.ordinal, n.table_name AS target, n.operation, n.action, n.sources, n.targets, n.strategy,
       CASE WHEN n.alive THEN 'running' ELSE coalesce(n.last_state, 'pending') END AS state,
       n.phase, coalesce(n.rows, 0) AS rows, n.total,
       CASE WHEN n.last_state = 'completed' THEN 100 ELSE 0 END::numeric AS progress,
       r.created_at, coalesce(n.started_at, CASE WHEN n.alive THEN n.since END) AS started_at,
       CASE WHEN NOT n.alive THEN n.at END AS finished_at,
       CASE WHEN n.alive THEN pg_catalog.clock_timestamp() - n.since ELSE n.worked END AS elapsed,
       pg_catalog.round((n.rows / nullif(extract(epoch FROM n.worked), 0))::numeric, 0) AS rate,
       NULL::interval AS eta,
       CASE WHEN n.alive THEN n.pid END AS pid,
       n.sqlstate, CASE WHEN n.sqlstate IS NOT NULL THEN n.message END AS error, n.error_detail AS detail, n.hint,
       n.locked_ms, NULL::bigint AS batch, nullif(n.position ->> 'after', '[]') AS last_key,
       '{execute}'::text[] AS phases, CASE WHEN n.last_state = 'completed' THEN 1 ELSE 0 END AS phases_done
  FROM now AS n
  JOIN partition_tools_internal.run AS r ON r.run_id = n.run_id;
COMMENT ON VIEW partition_tools.jobs IS
'Every job of every run with its state.

state: pending, running, failed, completed, cancelled. A job is one transaction: rows and phase are known when it has ended. A job that fails leaves nothing behind, its own record included; the command line records it in a second transaction, others see it pending, as start() takes it. rows, total: rows moved and expected (estimated). progress: percent. elapsed: working time. rate: rows a second. eta, batch: always NULL. last_key: in a data migration, the key of the last row that is copied. error, sqlstate, detail, hint: the last error. locked_ms: how long the job held the table in ACCESS EXCLUSIVE mode, up to its end; the commit comes on top, and where a manager does several jobs in one transaction, what comes after. phases: all that the job does, one phase on this engine. phases_done: how many of them are done.';
