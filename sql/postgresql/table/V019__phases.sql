-- A job has a list of phases, written down; a step says whether its phase is done, and no longer what comes next.
SET LOCAL client_min_messages = warning;

ALTER TABLE partition_tools_internal.job ADD COLUMN phases text[];
COMMENT ON COLUMN partition_tools_internal.job.phases IS
    'The phases of the job, in order, written when its first phase is done; NULL before that, and for jobs that an earlier version has finished.';

ALTER TYPE partition_tools_internal.step DROP ATTRIBUTE phase;
ALTER TYPE partition_tools_internal.step ADD ATTRIBUTE again boolean;
ALTER TYPE partition_tools_internal.step ADD ATTRIBUTE back_to text;
COMMENT ON TYPE partition_tools_internal.step IS
    'What one step of a job leaves behind: the rows it moved, the position at which the next step finds the job, and how long to rest before that. Its phase is done, unless it is to come again, or the job goes back to another phase.';

CREATE TYPE partition_tools_internal.attempt AS (
    phase    text,
    pause    interval,
    tries    int,
    until    timestamptz,
    sqlstate text,
    message  text,
    detail   text,
    hint     text
);
COMMENT ON TYPE partition_tools_internal.attempt IS
    'What became of trying a step of a job: the phase that comes next and how long to rest before it; how often a lock was waited for in vain, and until when to go on doing so; the error that ends the job, where there is one.';

CREATE TYPE partition_tools_internal.lock_holding AS (
    pid    int,
    idle   boolean,
    since  timestamptz,
    job_id bigint,
    run_id bigint
);
COMMENT ON TYPE partition_tools_internal.lock_holding IS
    'Who holds the advisory lock of a table: the session, whether it is idle and since when it does what it does, and the job and the run that it works on.';

-- Jobs that an earlier version has begun go on with phases that there are. What an event says is never changed: another one
-- follows it, with the same time and the same session, so that the state of the job is the same.
-- Whoever deploys need not have rights on the tables of these jobs.
ALTER TABLE partition_tools_internal.job_event DISABLE TRIGGER USER;
INSERT INTO partition_tools_internal.job_event (job_id, at, pid, state, phase, rows, elapsed, position, sqlstate, message, error_detail, hint)
SELECT e.job_id, e.at, e.pid, e.state, n.phase, e.rows, e.elapsed, CASE WHEN n.phase = 'cancel' THEN e.position END, e.sqlstate, e.message, e.error_detail, e.hint
  FROM (SELECT DISTINCT ON (l.job_id) l.* FROM partition_tools_internal.job_event AS l ORDER BY l.job_id, l.event_id DESC) AS e
  LEFT JOIN partition_tools_internal.job_context AS c ON c.job_id = e.job_id
 CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM partition_tools_internal.job_source AS s WHERE s.job_id = e.job_id) AS moves) AS j
 CROSS JOIN LATERAL (SELECT CASE
            WHEN e.phase IN ('retire', 'keep', 'migrate_cancel') THEN 'cancel'
            -- What versions before format 2 have captured is not what this one goes on with.
            WHEN j.moves AND c.format < 2 AND e.phase IN ('copy', 'reconcile', 'build', 'prove', 'validate_default', 'locked_copy', 'catch_up',
                                                          'foreign_keys', 'validate_keys', 'catch_up_keys', 'settle', 'swap') THEN 'undo'
            WHEN NOT j.moves AND e.phase IN ('catch_up', 'catch_up_keys', 'settle') THEN 'prove'
            ELSE e.phase END AS phase) AS n
 WHERE e.state IN ('running', 'failed') AND n.phase <> e.phase;
ALTER TABLE partition_tools_internal.job_event ENABLE TRIGGER USER;

-- Routines of earlier versions that are gone, or have other names, parameters or results now.
DROP FUNCTION IF EXISTS partition_tools_internal.phase_retire(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.phase_keep(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.phase_migrate_cancel(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.phase_after_prove(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.phase_of_worker(text);
DROP FUNCTION IF EXISTS partition_tools_internal.restore_next_phase(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.job_first_phase(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.job_phase_today(bigint, text);
DROP FUNCTION IF EXISTS partition_tools_internal.job_retire(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.job_dismissed(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.job_untouched(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.job_has_left(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.job_disowned(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.debris_remove(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.job_forget(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.locks_forget();
DROP FUNCTION IF EXISTS partition_tools_internal.copy_release(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.default_release(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.job_passed(bigint, text, text, text, text);
DROP FUNCTION IF EXISTS partition_tools_internal.job_before(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.job_before(bigint, bigint[]);
DROP PROCEDURE IF EXISTS partition_tools_internal.job_execute(bigint);
DROP PROCEDURE IF EXISTS partition_tools_internal.job_execute(bigint, boolean);
DROP PROCEDURE IF EXISTS partition_tools_internal.job_start(bigint, boolean);
DROP FUNCTION IF EXISTS partition_tools_internal.swap_take_over(bigint);
SET LOCAL client_min_messages = notice;
