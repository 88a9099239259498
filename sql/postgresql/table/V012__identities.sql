-- Where all tables are published, rows of a table without an identity cannot be removed.

ALTER TABLE partition_tools_internal.job_copied REPLICA IDENTITY FULL;
