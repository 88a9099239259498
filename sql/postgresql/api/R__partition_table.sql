CREATE OR REPLACE PROCEDURE partition_tools.partition_table(
    p_table regclass,
    p_column name,
    p_granularity interval,
    p_lower_bound interval DEFAULT NULL,
    p_upper_bound interval DEFAULT NULL,
    p_tablespace text DEFAULT NULL,
    p_mode text DEFAULT NULL,
    p_as_of timestamptz DEFAULT now())
LANGUAGE plpgsql
AS $$
DECLARE
    v_job bigint;
BEGIN
    COMMIT;
    v_job := partition_tools_internal.convert_job(p_table, p_column, p_granularity, p_lower_bound, p_upper_bound, p_tablespace, p_mode, p_as_of);
    COMMIT;
    CALL partition_tools.start(v_job);
END
$$;
COMMENT ON PROCEDURE partition_tools.partition_table(regclass, name, interval, interval, interval, text, text, timestamptz) IS
'Makes a partitioned table of a plain one, while it stays in use: the rows are copied beside it while a trigger records what changes, and in the end the partitioned table takes its name, in one short transaction. What the plain table has, the partitioned one has: owner, privileges, comments, defaults, identity and sequences, generated columns, constraints, foreign keys, indexes, statistics, storage, triggers, row security, replica identity, publications; views that read it are made again. The plain table is kept aside for a day (partition_tools.keep_source), in step with every change: revert switches back to it, finish drops it.

p_table: the plain table. p_column: the column by whose time it is partitioned. p_granularity: the length of a partition, as for create_partitions. p_lower_bound, p_upper_bound: the window of the partitions, as intervals back from p_as_of; negative ones lie ahead (default: from the oldest row to three partitions ahead). Rows outside of it, and those without a time, go to a default partition. p_tablespace: where the partitions are to lie (default: where the table does). p_mode: copy (default), or adopt: no row is copied; the plain table as it is becomes one partition, from MINVALUE to the end of the cell of its newest row or of now, with new partitions ahead of it. Operations that create partitions in the past cut it later. A unique key without the partition column needs an index that has it: the job builds it on a small table, and asks for it where writers would wait for it (PP090). p_as_of: the reference time (default now). The calendar is laid in the time zone partition_tools.timezone (a session setting, default UTC).

Session settings: partition_tools.unique_keys (default: the primary key is widened by the column, other unique keys are refused; widen, refuse); partition_tools.incoming_foreign_keys (refuse; drop: foreign keys that point at the table are dropped at the switch, and revert brings them back); partition_tools.publications (refuse, accept); partition_tools.keep_source (1 day; 0: the plain table is dropped at once, and there is no way back); partition_tools.partition_mode (copy, adopt), where p_mode is not passed; partition_tools.build_keys (locked: indexes for adopt are built while writers wait); and those of start.

Commits after every step, so it cannot be called inside a transaction block. Called again after an interruption, it goes on.

Errors: PP001 for a column that is not there; PP010, PP085 for what is no plain table, or has something that a partitioned one cannot be given; PP014, PP015 for a column without a calendar; PP022 for foreign keys that point at it; PP029 for publications; PP086 for views that cannot be made again; PP087 for unique keys, and for rows that cannot be in the partition that an adopted table becomes; PP088 where a partitioned table is kept that it was; PP090 for an index that adopt needs; otherwise as start.';
