CREATE OR REPLACE FUNCTION partition_tools.partition_table(
    p_table regclass,
    p_column name,
    p_granularity interval,
    p_lower_bound interval DEFAULT NULL,
    p_upper_bound interval DEFAULT NULL,
    p_tablespace text DEFAULT NULL,
    p_mode text DEFAULT 'copy',
    p_as_of timestamptz DEFAULT now())
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET optimizer = off
AS $$
DECLARE
    v_job bigint;
BEGIN
    v_job := partition_tools_internal.convert_job(p_table, p_column, p_granularity, p_lower_bound, p_upper_bound, p_tablespace, p_mode, p_as_of);
    PERFORM partition_tools.start(v_job);
-- Nothing is caught: it is raised again. But within a block that could catch an error Greenplum does not send each setting that a routine makes to its segments.
EXCEPTION WHEN no_data_found THEN
    RAISE;
END
$$;
COMMENT ON FUNCTION partition_tools.partition_table(regclass, name, interval, interval, interval, text, text, timestamptz) IS
'Makes a partitioned table of a plain one: the rows are copied beside it while writers wait and readers go on, and in the end the partitioned table takes its name. What the plain table has, the partitioned one has: distribution, storage, encodings of columns, tablespace, owner, privileges, comments, defaults, serial sequences, constraints, indexes, statistics targets; views that read it are made again. The plain table is dropped; revert makes a plain one again, by a copy.

p_table: the plain table. p_column: the column by whose time it is partitioned. p_granularity: the length of a partition, as for create_partitions. p_lower_bound, p_upper_bound: the window of the partitions, as intervals back from p_as_of; negative ones lie ahead (default: from the oldest row to three partitions ahead). Rows outside of it, and those without a time, go to a default partition. p_tablespace: where the partitions are to lie (default: where the table does). p_mode: copy. p_as_of: the reference time (default now). The calendar is laid in the time zone partition_tools.timezone (a session setting, default UTC).

Session settings: partition_tools.unique_keys (default: the primary key is widened by the column, other unique keys are refused; widen, refuse); partition_tools.incoming_foreign_keys (refuse; drop: foreign keys that point at the table are dropped at the switch, and revert brings them back); and those of start.

All of it is one transaction: it is done, or nothing has happened.

Errors: PP001 for a column that is not there; PP010, PP085 for what is no plain table, or has something that a partitioned one cannot be given; PP014, PP015 for a column without a calendar; PP022 for foreign keys that point at it; PP086 for views that cannot be made again; PP087 for unique keys; otherwise as start.';
