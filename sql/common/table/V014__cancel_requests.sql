-- A cancellation counts from the moment it is committed, whoever holds the table then: whoever works on the job, or is about
-- to, looks here before each step.
CREATE TABLE partition_tools_internal.job_cancel (
    job_id       bigint      NOT NULL PRIMARY KEY REFERENCES partition_tools_internal.job,
    requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    requested_by name        NOT NULL DEFAULT session_user
);
COMMENT ON TABLE partition_tools_internal.job_cancel IS 'Jobs that somebody has asked to cancel. A job in this list is undone, never gone on with.';

-- Rows of a foreign table that nobody has analysed: what is unknown is not one, and not a thousand.
ALTER TABLE partition_tools_internal.job ALTER COLUMN total DROP NOT NULL;
COMMENT ON COLUMN partition_tools_internal.job.total IS 'Rows to be moved, estimated when the plan was made; NULL where nobody knows.';
