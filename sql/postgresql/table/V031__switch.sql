-- What prepares a switch, and what takes its locks, is other routines now.
DROP FUNCTION IF EXISTS partition_tools_internal.convert_lock(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.unpartition_lock(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.revert_lock(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.convert_keep(bigint, partition_tools_internal.job_target, json, json);
DROP FUNCTION IF EXISTS partition_tools_internal.leaves_put_aside(oid);
DROP FUNCTION IF EXISTS partition_tools_internal.leaves_take_back(oid, json);
