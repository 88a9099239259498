-- Bounds are written for all partitions of a job at once, and partitions exchanged together.
DROP FUNCTION IF EXISTS partition_tools_internal.partition_clause(oid, partition_tools_internal.leaf, int);
DROP FUNCTION IF EXISTS partition_tools_internal.bounds_clause(oid, partition_tools_internal.leaf);
DROP FUNCTION IF EXISTS partition_tools_internal.bound_exclusive(oid, text);
DROP FUNCTION IF EXISTS partition_tools_internal.swap_in(oid, partition_tools_internal.leaf);
-- Those who lock out everybody can give way.
DROP FUNCTION IF EXISTS partition_tools_internal.lock_upgrade(oid[]);
DROP FUNCTION IF EXISTS partition_tools_internal.lock_all(partition_tools_internal.job);
-- Partitions that are added may be there to stay.
DROP FUNCTION IF EXISTS partition_tools_internal.swap_add(partition_tools_internal.job, partition_tools_internal.leaf[]);
