-- Routines of earlier versions that have other names now: cancel, undo and clean up are all the words for ending a job.
SET LOCAL client_min_messages = warning;
DROP FUNCTION IF EXISTS partition_tools_internal.job_supersede(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.run_supersede(regclass, json, bigint, bigint[]);
DROP FUNCTION IF EXISTS partition_tools_internal.migration_supersede(partition_tools.migration_config, boolean, boolean, bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.job_debris(bigint);
SET LOCAL client_min_messages = notice;
