-- What the short form adds to an operation, and a policy about names.
ALTER TYPE partition_tools_internal.operation ADD ATTRIBUTE whole interval;
ALTER TYPE partition_tools_internal.operation ADD ATTRIBUTE name_pattern text;
ALTER TYPE partition_tools_internal.operation ADD ATTRIBUTE left_out boolean;
COMMENT ON TYPE partition_tools_internal.operation IS
    'One operation of a policy; a NULL lower_bound reaches back without limit. whole: the length of a partition, where the bounds count partitions from the start of the current one, as those of the short form do. name_pattern: NULL where the granularity decides. left_out: it belongs to the policy, and is not planned this time.';

-- Planning asks for all names at once, and applies and folds all actions of an operation at once.
DROP FUNCTION IF EXISTS partition_tools_internal.relation_exists_beside(oid, name, name);
DROP FUNCTION IF EXISTS partition_tools_internal.plan_apply(partition_tools_internal.partition_range[], partition_tools_internal.action);
DROP FUNCTION IF EXISTS partition_tools_internal.plan_fold(partition_tools_internal.action[], partition_tools_internal.action);
DROP FUNCTION IF EXISTS partition_tools_internal.plan_create_targets(
    partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.operation, timestamptz);
DROP FUNCTION IF EXISTS partition_tools_internal.plan_actions(regclass, json, timestamptz);
DROP FUNCTION IF EXISTS partition_tools_internal.plan_literal(partition_tools_internal.partition_range[], timestamptz);
DROP FUNCTION IF EXISTS partition_tools_internal.plan_merge_upper(
    partition_tools_internal.table_key, partition_tools_internal.partition_range[], partition_tools_internal.operation, timestamptz, timestamptz);
DROP FUNCTION IF EXISTS partition_tools_internal.table_was_adopted(oid);
