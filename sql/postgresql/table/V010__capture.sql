-- Capture by whole rows where there is no key, and changes that are written to staging at once.

ALTER TABLE partition_tools_internal.job_source ADD COLUMN file oid;
ALTER TABLE partition_tools_internal.job_source ADD COLUMN triggers text;
COMMENT ON COLUMN partition_tools_internal.job_source.file IS
    'File of the partition when capture began: what writes another one (VACUUM FULL, some forms of ALTER TABLE) changes rows, or their places, without a trigger.';
COMMENT ON COLUMN partition_tools_internal.job_source.triggers IS
    'The capture triggers with the transactions that made them: whoever switches one off, even for a moment, changes this.';

-- A job begun by an earlier version has 1, and begins anew.
ALTER TABLE partition_tools_internal.job_context ADD COLUMN format int NOT NULL DEFAULT 1;
ALTER TABLE partition_tools_internal.job_context ADD COLUMN capture text CHECK (capture IN ('key', 'row'));
COMMENT ON COLUMN partition_tools_internal.job_context.format IS 'Version of what the job has made of itself: 2.';
COMMENT ON COLUMN partition_tools_internal.job_context.capture IS
    'What is recorded of a row that changes: its key, or all of it where the sources have no key in common. NULL where there are no sources.';
COMMENT ON COLUMN partition_tools_internal.job_context.key_columns IS 'Columns by which changed rows are captured; NULL where whole rows are.';

CREATE TABLE partition_tools_internal.job_copied (
    job_id   bigint      NOT NULL REFERENCES partition_tools_internal.job,
    source   oid         NOT NULL,
    lower    tid         NOT NULL,
    upper    tid         NOT NULL,
    snapshot pg_snapshot NOT NULL
);
CREATE INDEX job_copied_idx ON partition_tools_internal.job_copied (job_id, source, lower);
COMMENT ON TABLE partition_tools_internal.job_copied IS
    'Which rows of a source were copied with which snapshot, where whole rows are captured: from lower (inclusive) to upper (exclusive).';

-- Routines of earlier versions that are gone, or have other parameters or results now.
SET LOCAL client_min_messages = warning;
DROP FUNCTION IF EXISTS partition_tools_internal.swap_last_delta(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.swap_lock(bigint, boolean);
DROP FUNCTION IF EXISTS partition_tools_internal.lock_table(oid, text, boolean);
DROP FUNCTION IF EXISTS partition_tools_internal.capture_function(bigint, name[], boolean);
DROP FUNCTION IF EXISTS partition_tools_internal.capture_install(bigint, name[]);
DROP FUNCTION IF EXISTS partition_tools_internal.catch_up_round(bigint, int, text);
DROP FUNCTION IF EXISTS partition_tools_internal.key_column_match(text, text, text, boolean);
DROP FUNCTION IF EXISTS partition_tools_internal.phase_catch_up_keys(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.phase_after_keys(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.phase_locked_copy(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.locked_swap(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.waited_for(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.unload_release(bigint);
SET LOCAL client_min_messages = notice;
