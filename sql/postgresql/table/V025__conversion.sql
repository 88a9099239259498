-- Routines of earlier versions that are gone, or have other parameters now.
SET LOCAL client_min_messages = warning;
DROP FUNCTION IF EXISTS partition_tools_internal.convert_keep(bigint, partition_tools_internal.job_target, json);
DROP FUNCTION IF EXISTS partition_tools_internal.keeper_insert(bigint, partition_tools_internal.job_target, interval, json);
SET LOCAL client_min_messages = notice;
