-- On every segment, like the other bookkeeping.
ALTER TABLE partition_tools_internal.job_identity SET DISTRIBUTED REPLICATED;
