-- Whether an action is to hold its strongest lock from the start. Engines that lock briefly either way ignore it.
ALTER TYPE partition_tools_internal.action ADD ATTRIBUTE access_exclusive_mode boolean;
