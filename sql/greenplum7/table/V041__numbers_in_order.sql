-- From 7 on each session takes twenty numbers of a sequence at once. The latest event of a job, and the latest of two runs, are told by their numbers.
ALTER SEQUENCE partition_tools_internal.run_run_id_seq CACHE 1;
ALTER SEQUENCE partition_tools_internal.job_job_id_seq CACHE 1;
ALTER SEQUENCE partition_tools_internal.job_event_event_id_seq CACHE 1;
ALTER SEQUENCE partition_tools.migration_config_config_id_seq CACHE 1;
ALTER SEQUENCE partition_tools_internal.archive_archive_id_seq CACHE 1;
