-- Flyway executes this after every migrate: a routine that was replaced has lost the setting.
SELECT partition_tools_internal.planner_pin();
