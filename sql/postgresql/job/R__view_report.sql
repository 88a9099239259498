CREATE OR REPLACE VIEW partition_tools.report AS
SELECT j.run_id, j.target, r.kind,
       min(j.started_at) AS job_start,
       CASE WHEN bool_or(j.state = 'running') THEN 'running'
            WHEN bool_or(j.state = 'failed') THEN 'failed'
            WHEN bool_or(j.state = 'interrupted') THEN 'interrupted'
            WHEN bool_and(j.state IN ('completed', 'cancelled')) AND bool_or(j.state = 'completed') THEN 'completed'
            WHEN bool_and(j.state = 'cancelled') THEN 'cancelled'
            ELSE 'pending' END AS state,
       count(*) AS jobs,
       count(*) FILTER (WHERE j.state = 'completed') AS completed,
       sum(j.rows)::bigint AS rows,
       sum(CASE WHEN j.state = 'completed' THEN j.rows ELSE greatest(j.total, j.rows) END)::bigint AS total,
       sum(j.elapsed) AS elapsed,
       round((sum(j.rows) / nullif(extract(epoch FROM sum(j.elapsed)), 0))::numeric, 0) AS rate,
       round(avg(j.progress), 1) AS progress,
       CASE WHEN bool_or(j.state = 'running') AND sum(j.rows) > 0
            THEN sum(j.elapsed) * (sum(CASE WHEN j.state = 'completed' THEN 0 ELSE greatest(j.total - j.rows, 0) END)::float8 / sum(j.rows)::float8)
                 -- Working time adds up over jobs that run at once; the time left is shared by them.
                 / count(*) FILTER (WHERE j.state = 'running') END AS eta
  FROM partition_tools.jobs AS j
  JOIN partition_tools_internal.run AS r ON r.run_id = j.run_id
 GROUP BY j.run_id, j.target, r.kind;
COMMENT ON VIEW partition_tools.report IS
'One row for each run and table: the state of its jobs, rows moved and expected, working time, rate in rows a second, progress in percent, and the time left.

state: running while a job is; else failed or interrupted where one is; completed when all are; pending before. total: estimated until a job has completed, then what it moved.';
