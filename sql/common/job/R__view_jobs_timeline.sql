CREATE OR REPLACE VIEW partition_tools.jobs_timeline AS
WITH event AS (
    SELECT e.job_id, e.event_id, e.at, e.pid, e.state, e.phase, e.rows, e.sqlstate, (e.position ->> 'locked_ms')::numeric AS locked_ms,
           lag(e.phase) OVER w AS last_phase, lag(e.pid) OVER w AS last_pid, lag(e.state) OVER w AS last_state,
           lead(e.at) OVER w AS next_at, lead(e.rows) OVER w AS next_rows, lead(e.pid) OVER w AS next_pid,
           lead(e.state) OVER w AS next_state, lead(e.sqlstate) OVER w AS next_sqlstate, lead((e.position ->> 'locked_ms')::numeric) OVER w AS next_locked_ms
      FROM partition_tools_internal.job_event AS e
    WINDOW w AS (PARTITION BY e.job_id ORDER BY e.event_id)
), numbered AS (
    -- An event says what comes next: what it names lasts until the event after it.
    SELECT v.*, sum(CASE WHEN v.last_phase = v.phase AND v.last_pid = v.pid AND v.last_state = 'running' THEN 0 ELSE 1 END)
                    OVER (PARTITION BY v.job_id ORDER BY v.event_id) AS span
      FROM event AS v
), span AS (
    SELECT n.job_id, n.span, min(n.event_id) AS first_event, min(n.phase) AS phase, min(n.at) AS began_at,
           max(CASE WHEN n.next_pid = n.pid THEN n.next_at END) AS until, max(n.at) AS last_at,
           bool_or(n.next_at IS NULL) AS is_last, bool_or(n.next_at IS NOT NULL AND n.next_pid <> n.pid) AS left_off,
           max(n.next_rows) - min(n.rows) AS rows, count(*) AS steps,
           max(CASE WHEN n.next_pid = n.pid THEN n.next_locked_ms END) AS locked_ms,
           max(CASE WHEN n.next_state = 'failed' THEN n.next_sqlstate END) AS sqlstate
      FROM numbered AS n
     WHERE n.state = 'running'
     GROUP BY n.job_id, n.span
)
SELECT s.job_id, row_number() OVER (PARTITION BY s.job_id ORDER BY s.first_event)::int AS ordinal, s.phase,
       CASE WHEN s.sqlstate IS NOT NULL THEN 'failed'
            WHEN s.is_last AND j.state = 'running' THEN 'running'
            WHEN s.is_last OR s.left_off THEN 'interrupted'
            ELSE 'done' END AS state,
       s.began_at,
       CASE WHEN s.is_last AND j.state = 'running' THEN NULL ELSE coalesce(s.until, s.last_at) END AS ended_at,
       coalesce(s.rows, 0) AS rows, s.steps, s.locked_ms, s.sqlstate
  FROM span AS s
  JOIN partition_tools.jobs AS j ON j.job_id = s.job_id;
COMMENT ON VIEW partition_tools.jobs_timeline IS
'What jobs have done, and when: one row for each stretch of time that one session worked on one phase of a job.

ordinal: order within the job; a phase that the job went back to, or that another session went on with, has several. state: done, running, failed (sqlstate: with what), interrupted (its session is gone; ended_at is when it last recorded a step). rows: moved meanwhile. steps: transactions that were recorded. locked_ms: for how many milliseconds locks were held on the table that block others.';
