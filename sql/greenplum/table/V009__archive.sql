-- Bookkeeping of archives: on every segment, like that of jobs.
ALTER TABLE partition_tools.s3_server SET DISTRIBUTED REPLICATED;
ALTER TABLE partition_tools_internal.archive SET DISTRIBUTED REPLICATED;
ALTER TABLE partition_tools_internal.archive_restore SET DISTRIBUTED REPLICATED;
