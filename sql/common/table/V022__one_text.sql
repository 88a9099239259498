-- Routines that nothing calls any more.
DROP FUNCTION IF EXISTS partition_tools_internal.planner(text);
DROP FUNCTION IF EXISTS partition_tools_internal.action_strategy(partition_tools_internal.table_key, partition_tools_internal.action);
DROP FUNCTION IF EXISTS partition_tools_internal.plan_finish(partition_tools_internal.table_key, partition_tools_internal.action);
DROP FUNCTION IF EXISTS partition_tools_internal.migration_spec_with(json, json);
DROP FUNCTION IF EXISTS partition_tools_internal.migration_summed(partition_tools_internal.comparison[], bigint, numeric);
