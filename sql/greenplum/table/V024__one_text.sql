-- The text of the one is in sql/common now, with other parameters; nothing calls the other.
DROP FUNCTION IF EXISTS partition_tools_internal.restore_job(partition_tools_internal.archive, oid, text, text, json, text, text, text);
DROP FUNCTION IF EXISTS partition_tools_internal.job_events(bigint);
