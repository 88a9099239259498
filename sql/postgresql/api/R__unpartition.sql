CREATE OR REPLACE PROCEDURE partition_tools.unpartition(p_table regclass, p_tablespace text DEFAULT NULL)
LANGUAGE plpgsql
AS $$
DECLARE
    v_job bigint;
BEGIN
    COMMIT;
    v_job := partition_tools_internal.unpartition_job(p_table, p_tablespace);
    COMMIT;
    CALL partition_tools.start(v_job);
END
$$;
COMMENT ON PROCEDURE partition_tools.unpartition(regclass, text) IS
'Makes one plain table of a partitioned one, while it stays in use: the rows of all partitions are copied beside it while a trigger records what changes, and in the end the plain table takes its name, in one short transaction. What the partitioned table has, the plain one has. Unique keys that partition_table has widened by the partition column are as they were before; others stay as they are. The partitioned table is kept aside, in step with every change, until one of two is called: revert switches back to it, finish drops it.

p_table: the partitioned table. p_tablespace: where the plain table is to lie (default: where new partitions would).

Session settings: partition_tools.unique_keys (widen: keys that were widened stay so); partition_tools.incoming_foreign_keys (refuse; drop: foreign keys that point at the table are dropped at the switch, and revert brings them back); partition_tools.publications (refuse, accept); partition_tools.keep_source (0: the partitioned table is dropped at once, and there is no way back); and those of start.

Commits after every step, so it cannot be called inside a transaction block. Called again after an interruption, it goes on.

Errors: PP010 to PP014 for a table that is not partitioned as this tool does; PP020 where partitions have come since; PP022 for foreign keys that point at it; PP029 for publications; PP085 for what a plain table cannot be given, or only a partition has; PP086 for views that cannot be made again; PP088 where the plain table that it was is still kept; PP092 where a key as it was does not hold any more; otherwise as start.';
