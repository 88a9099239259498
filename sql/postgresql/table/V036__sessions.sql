-- Several sessions do one job: what can be done side by side is a row here, and whoever has locked it does it.

CREATE TABLE partition_tools_internal.job_task (
    job_id     bigint NOT NULL REFERENCES partition_tools_internal.job,
    phase      text   NOT NULL,
    number     int    NOT NULL,
    ordinal    int    NOT NULL,
    next_block bigint,
    end_block  bigint,
    PRIMARY KEY (job_id, phase, number)
);
COMMENT ON TABLE partition_tools_internal.job_task IS
    'What is left to do in a phase of a running job that several sessions can do at once. A session locks a row, does it, removes the row, and commits: one that dies leaves it to the others.';
COMMENT ON COLUMN partition_tools_internal.job_task.number IS 'The order in which tasks are taken.';
COMMENT ON COLUMN partition_tools_internal.job_task.ordinal IS 'The source whose blocks are to be copied, or the target that is to be worked on.';
COMMENT ON COLUMN partition_tools_internal.job_task.next_block IS 'Phase copy: the blocks that are left, from here (inclusive) to end_block (exclusive).';

CREATE TABLE partition_tools_internal.job_helped (
    job_id bigint NOT NULL REFERENCES partition_tools_internal.job,
    rows   bigint NOT NULL
);
CREATE INDEX job_helped_job_id_idx ON partition_tools_internal.job_helped (job_id);
-- Where all tables are published, rows of a table without an identity cannot be removed.
ALTER TABLE partition_tools_internal.job_helped REPLICA IDENTITY FULL;
COMMENT ON TABLE partition_tools_internal.job_helped IS
    'Rows that helping sessions have moved, until the session that executes the job adds them to what it records.';

CREATE TYPE partition_tools_internal.share AS (
    done  bigint,
    rows  bigint,
    state json,
    pause interval
);
COMMENT ON TYPE partition_tools_internal.share IS
    'What a session has done of a phase that several do, in one transaction: blocks or targets, 0 where none were free, and rows; what it has to know for its next one, and how long it is to rest before.';

CREATE TYPE partition_tools_internal.help AS (
    ended    boolean,
    led      boolean,
    alone    timestamptz,
    idle     int,
    pause    interval,
    phase    text,
    state    json,
    rows     bigint,
    targets  int,
    tries    int,
    until    timestamptz,
    sqlstate text,
    message  text,
    detail   text,
    hint     text
);
COMMENT ON TYPE partition_tools_internal.help IS
    'Where a session stands that helps with a job: whether it is to end, whether it has seen somebody execute the job, and since when nobody does; how often it has found nothing to do, how long to rest, what it has to know to go on in which phase, what it has done; how often it met a lock; the error that ends it, where there is one.';

-- Routines of earlier versions that have other parameters now.
SET LOCAL client_min_messages = warning;
DROP FUNCTION IF EXISTS partition_tools_internal.build_kinds(partition_tools_internal.job_target, text[]);
DROP FUNCTION IF EXISTS partition_tools_internal.build_indexes(partition_tools_internal.job_target);
DROP FUNCTION IF EXISTS partition_tools_internal.stage_table(bigint, int, oid, name, name, text, text, boolean, name, text);
SET LOCAL client_min_messages = notice;
