-- What a job on PostgreSQL has resolved and made. Rows are written once, when the job is prepared, and removed when it
-- has been cleaned up: whatever stands here belongs to a job that is not finished.

CREATE TABLE partition_tools_internal.job_source (
    job_id      bigint  NOT NULL REFERENCES partition_tools_internal.job,
    ordinal     int     NOT NULL,
    relid       oid     NOT NULL,
    schema_name name    NOT NULL,
    name        name    NOT NULL,
    lower_text  text,
    upper_text  text,
    is_default  boolean NOT NULL,
    PRIMARY KEY (job_id, ordinal)
);
COMMENT ON TABLE partition_tools_internal.job_source IS 'The partitions a running job takes rows from, found by their bounds.';

CREATE TABLE partition_tools_internal.job_target (
    job_id      bigint  NOT NULL REFERENCES partition_tools_internal.job,
    ordinal     int     NOT NULL,
    relid       oid     NOT NULL,
    schema_name name    NOT NULL,
    name        name    NOT NULL,
    lower_text  text,
    upper_text  text,
    is_default  boolean NOT NULL,
    template    oid     NOT NULL,
    tablespace  name,
    PRIMARY KEY (job_id, ordinal)
);
COMMENT ON TABLE partition_tools_internal.job_target IS 'The partitions a running job makes; relid is the staging table that becomes the partition.';
COMMENT ON COLUMN partition_tools_internal.job_target.template IS 'The source, or the parent, whose properties the partition gets.';

CREATE TABLE partition_tools_internal.job_rename (
    job_id     bigint NOT NULL REFERENCES partition_tools_internal.job,
    kind       text   NOT NULL CHECK (kind IN ('INDEX', 'STATISTICS')),
    relid      oid    NOT NULL,
    final_name name   NOT NULL,
    PRIMARY KEY (job_id, kind, relid)
);
COMMENT ON TABLE partition_tools_internal.job_rename IS 'Indexes and statistics that get their final name when the source that still has it is gone.';

CREATE TABLE partition_tools_internal.job_context (
    job_id      bigint NOT NULL PRIMARY KEY REFERENCES partition_tools_internal.job,
    parent      oid    NOT NULL,
    key_columns name[],
    columns     name[] NOT NULL,
    fingerprint text   NOT NULL
);
COMMENT ON TABLE partition_tools_internal.job_context IS 'What a running job has found out about its table.';
COMMENT ON COLUMN partition_tools_internal.job_context.key_columns IS 'Columns by which changed rows are captured; NULL where writers are locked out instead.';
COMMENT ON COLUMN partition_tools_internal.job_context.columns IS 'The columns to copy: all but the generated ones.';
COMMENT ON COLUMN partition_tools_internal.job_context.fingerprint IS 'Digest of the table''s definition; the swap refuses a definition that has changed.';

CREATE TYPE partition_tools_internal.step AS (
    phase    text,
    rows     bigint,
    position json,
    pause    interval
);
COMMENT ON TYPE partition_tools_internal.step IS
    'What one step of a job leaves behind: the phase and position that come next, the rows it moved, and how long to rest before going on.';

CREATE TABLE partition_tools_internal.job_incoming_key (
    job_id     bigint  NOT NULL REFERENCES partition_tools_internal.job,
    relid      oid     NOT NULL,
    name       name    NOT NULL,
    definition text    NOT NULL,
    comment    text,
    validated  boolean NOT NULL,
    PRIMARY KEY (job_id, relid, name)
);
COMMENT ON TABLE partition_tools_internal.job_incoming_key IS 'Foreign keys that point at the table and were taken off for the swap.';
