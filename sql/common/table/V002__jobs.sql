-- Bookkeeping. A job's state is never updated: each step appends an event in the transaction that did the work, and the
-- latest event is the state. That makes progress exact after any crash, leaves an audit trail, and lets parallel jobs
-- write without waiting for each other on engines that lock whole tables for an UPDATE.

CREATE TABLE partition_tools_internal.run (
    run_id     bigserial   NOT NULL PRIMARY KEY,
    kind       text        NOT NULL,
    as_of      timestamptz NOT NULL,
    operations json,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_by name        NOT NULL DEFAULT session_user
);
COMMENT ON TABLE partition_tools_internal.run IS 'One row for each persisted plan.';
COMMENT ON COLUMN partition_tools_internal.run.kind IS 'partitioning, or migration.';
COMMENT ON COLUMN partition_tools_internal.run.as_of IS 'The reference time from which the windows were counted.';
COMMENT ON COLUMN partition_tools_internal.run.operations IS 'The policy as it was passed in.';

CREATE TABLE partition_tools_internal.job (
    job_id     bigserial NOT NULL PRIMARY KEY,
    run_id     bigint    NOT NULL REFERENCES partition_tools_internal.run,
    ordinal    int       NOT NULL,
    table_oid  oid       NOT NULL,
    table_name text      NOT NULL,
    operation  text      NOT NULL,
    action     text      NOT NULL,
    strategy   text      NOT NULL,
    sources    text[]    NOT NULL,
    targets    text[]    NOT NULL,
    total      bigint    NOT NULL,
    spec       json      NOT NULL
);
CREATE INDEX job_run_id_idx ON partition_tools_internal.job (run_id, ordinal);
COMMENT ON TABLE partition_tools_internal.job IS 'One row for each action of a persisted plan.';
COMMENT ON COLUMN partition_tools_internal.job.ordinal IS 'Order within the run; a job on the same table waits for those before it.';
COMMENT ON COLUMN partition_tools_internal.job.total IS 'Rows to be moved, estimated when the plan was made.';
COMMENT ON COLUMN partition_tools_internal.job.spec IS 'Sources and targets with their bounds, tablespace and storage: what the job executes.';

CREATE TABLE partition_tools_internal.job_event (
    event_id     bigserial   NOT NULL PRIMARY KEY,
    job_id       bigint      NOT NULL REFERENCES partition_tools_internal.job,
    at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    pid          int         NOT NULL DEFAULT pg_backend_pid(),
    state        text        NOT NULL CHECK (state IN ('running', 'failed', 'completed', 'cancelled')),
    phase        text        NOT NULL,
    rows         bigint      NOT NULL,
    elapsed      interval    NOT NULL,
    position     json,
    sqlstate     text,
    message      text,
    error_detail text,
    hint         text
);
CREATE INDEX job_event_job_id_idx ON partition_tools_internal.job_event (job_id, event_id);
COMMENT ON TABLE partition_tools_internal.job_event IS 'Append-only history of every job; the latest event of a job is its state.';
COMMENT ON COLUMN partition_tools_internal.job_event.phase IS 'The phase that comes next: where start() goes on.';
COMMENT ON COLUMN partition_tools_internal.job_event.rows IS 'Rows moved so far, cumulative.';
COMMENT ON COLUMN partition_tools_internal.job_event.elapsed IS 'Working time so far, cumulative; pauses between two starts do not count.';
COMMENT ON COLUMN partition_tools_internal.job_event.position IS 'Where the phase stands, for example the next block to copy.';
