-- All of it is asked run by run, so that who wants a few runs does not read all that ever were.
CREATE OR REPLACE VIEW partition_tools.report AS
SELECT r.run_id, t.target, r.kind, t.job_start, t.state, t.jobs, t.completed, t.rows, t.total, t.elapsed, t.rate, t.progress, t.eta
  FROM partition_tools_internal.run AS r
 CROSS JOIN LATERAL (
    WITH job AS (
        SELECT j.*, CASE WHEN j.state IN ('completed', 'cancelled') THEN j.rows WHEN j.total IS NOT NULL THEN greatest(j.total, j.rows) END AS expected
          FROM partition_tools.jobs AS j WHERE j.run_id = r.run_id
    ), event AS (
        SELECT j.target, e.job_id, e.state, e.pid, e.at, lead(e.at) OVER w AS next_at, lead(e.pid) OVER w AS next_pid
          FROM job AS j JOIN partition_tools_internal.job_event AS e ON e.job_id = j.job_id
        WINDOW w AS (PARTITION BY e.job_id ORDER BY e.event_id)
    ), span AS (
        -- When a session was at work on a job: from an event to the next one of the same session, and from the latest one until now.
        SELECT e.target, e.at AS since, e.next_at AS until
          FROM event AS e
         WHERE e.state = 'running' AND e.next_pid = e.pid
        UNION ALL
        SELECT j.target, coalesce(e.at, j.started_at), clock_timestamp()
          FROM job AS j LEFT JOIN event AS e ON e.job_id = j.job_id AND e.state = 'running' AND e.next_at IS NULL
         WHERE j.state = 'running'
    ), cut AS (
        -- Jobs that run at once share the time: of each span, only what no earlier one covers.
        SELECT s.*, max(s.until) OVER (PARTITION BY s.target ORDER BY s.since, s.until ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS covered
          FROM span AS s
    ), clock AS (
        SELECT c.target, extract(epoch FROM sum(greatest(c.until - greatest(c.since, c.covered), '0')))::float8 AS seconds
          FROM cut AS c GROUP BY c.target
    ), summed AS (
        SELECT j.target,
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
               CASE WHEN count(j.expected) = count(*) THEN sum(j.expected)::bigint END AS total,
               sum(j.elapsed) AS elapsed
          FROM job AS j
         GROUP BY j.target
    )
    SELECT s.target, s.job_start, s.state, s.jobs, s.completed, s.rows, s.total, s.elapsed,
           round((s.rows / nullif(c.seconds, 0))::numeric, 0) AS rate,
           CASE WHEN s.state = 'completed' THEN 100
                WHEN s.total > 0 THEN least(99, round(100.0 * s.rows / s.total, 1))
                -- Nothing is to be moved: what counts is the jobs.
                WHEN s.total = 0 THEN round(100.0 * s.completed / s.jobs, 1) END AS progress,
           CASE WHEN s.state = 'running' AND s.rows > 0 THEN c.seconds * ((s.total - s.rows)::float8 / s.rows) * interval '1 second' END AS eta
      FROM summed AS s
      LEFT JOIN clock AS c ON c.target = s.target) AS t;
COMMENT ON VIEW partition_tools.report IS
'One row for each run and table: the state of its jobs, rows moved and expected, working time, rate in rows a second, progress in percent, and the time left.

state: running while a job is; else failed or interrupted where one is; completed when all are that were not cancelled; pending before. total: estimated until a job has completed, then what it moved; NULL where nobody knows how many rows there are. elapsed: working time, summed over jobs that run at once. rate: by the clock, while any of the jobs is at work. progress: of the rows, or, where there are none to move, of the jobs; NULL where total is. eta: at the rate so far.';
