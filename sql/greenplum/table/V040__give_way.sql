-- They are told until when they may try.
DROP FUNCTION IF EXISTS partition_tools_internal.convert_execute(partition_tools_internal.job, oid, json, json);
DROP FUNCTION IF EXISTS partition_tools_internal.convert_lock(oid[]);
