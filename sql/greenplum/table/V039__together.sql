-- What was done partition by partition is one statement.
DROP FUNCTION IF EXISTS partition_tools_internal.swap_add(partition_tools_internal.job, partition_tools_internal.leaf[], boolean);
DROP FUNCTION IF EXISTS partition_tools_internal.fill_directly(partition_tools_internal.job, oid, partition_tools_internal.leaf[]);
DROP FUNCTION IF EXISTS partition_tools_internal.leaf_privileges(oid);
