-- The text of it is in sql/common now, with json.
DROP FUNCTION IF EXISTS partition_tools_internal.restore_job(partition_tools_internal.archive, oid, text, text, text, jsonb);
