-- The text of it is in sql/common now, with json.
DROP FUNCTION IF EXISTS partition_tools_internal.restore_job(partition_tools_internal.archive, oid, text, text, text, jsonb);
-- Left by the first version: others with more parameters, and none, have taken their places.
DROP FUNCTION IF EXISTS partition_tools_internal.build_replica_identity(oid, oid);
DROP FUNCTION IF EXISTS partition_tools_internal.swap_empty(bigint);
