-- A job says itself when it has ended, so that those that have not are found without reading all that ever were, and old ones
-- without reading the others.

ALTER TABLE partition_tools_internal.job ADD COLUMN ended_at timestamptz;
COMMENT ON COLUMN partition_tools_internal.job.ended_at IS 'When the job was completed or cancelled; NULL until then. Written by a trigger on job_event.';

-- Whoever deploys need not have rights on the tables of these jobs.
ALTER TABLE partition_tools_internal.job DISABLE TRIGGER USER;
UPDATE partition_tools_internal.job AS j SET ended_at = e.at
  FROM (SELECT l.job_id, max(l.at) AS at FROM partition_tools_internal.job_event AS l WHERE l.state IN ('completed', 'cancelled') GROUP BY l.job_id) AS e
 WHERE e.job_id = j.job_id;
ALTER TABLE partition_tools_internal.job ENABLE TRIGGER USER;

CREATE INDEX job_table_oid_idx ON partition_tools_internal.job (table_oid, ended_at);
CREATE INDEX job_ended_at_idx ON partition_tools_internal.job (ended_at);
CREATE INDEX job_operation_idx ON partition_tools_internal.job (operation, action);
CREATE INDEX job_table_name_idx ON partition_tools_internal.job (table_name, job_id);
CREATE INDEX archive_job_id_idx ON partition_tools_internal.archive (job_id);
CREATE INDEX archive_restore_job_id_idx ON partition_tools_internal.archive_restore (job_id);

-- Routines of earlier versions that are gone, or have other parameters now.
DROP FUNCTION IF EXISTS partition_tools_internal.swap_out(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.swap_in(bigint, text[], text[]);
