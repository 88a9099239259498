CREATE OR REPLACE PROCEDURE partition_tools.revert(p_job_id bigint)
LANGUAGE plpgsql
AS $$
DECLARE
    v_keeper bigint;
BEGIN
    COMMIT;
    v_keeper := partition_tools_internal.keeper_of(p_job_id);
    PERFORM partition_tools_internal.keeper_turn(v_keeper, 'revert');
    COMMIT;
    CALL partition_tools_internal.job_start(v_keeper);
END
$$;
COMMENT ON PROCEDURE partition_tools.revert(bigint) IS
'Switches back to what a table was before partition_table or unpartition, with every row that was written meanwhile: it has been kept in step. What took its place is dropped. Owner, privileges, comments, defaults, triggers and policies are as they are now. A table that was adopted leaves the partitioned one, and gets the rows of the other partitions, up to partition_tools.revert_rows (10000).

p_job_id: the job of the conversion, or the one that keeps the plain table (action keep in partition_tools.jobs).

Takes milliseconds. Where partitions were attached, detached, dropped, merged or written anew since, both tables are read and compared first; where the table has no key, what has changed is caught up first. Nobody waits meanwhile. Commits after every step, so it cannot be called inside a transaction block. Called again after an interruption, it goes on.

Errors: PP088 where nothing is kept any more, or something stands in its way: columns that have changed, foreign keys that point at the table, rows that went with a partition; PP090 for an index that an adopted table needs; PP091 where indexes, constraints or statistics have changed since (partition_tools.revert_definition: accept gives them up); PP051 for an unknown job; otherwise as start.';

CREATE OR REPLACE PROCEDURE partition_tools.finish(p_job_id bigint)
LANGUAGE plpgsql
AS $$
DECLARE
    v_keeper bigint;
BEGIN
    COMMIT;
    v_keeper := partition_tools_internal.keeper_of(p_job_id);
    PERFORM partition_tools_internal.keeper_turn(v_keeper, 'finish');
    COMMIT;
    CALL partition_tools_internal.job_start(v_keeper);
END
$$;
COMMENT ON PROCEDURE partition_tools.finish(bigint) IS
'Drops the table that is kept after partition_table or unpartition, and the trigger that keeps it in step. There is no way back then. Keys that the conversion has widened hold as they were until then, and as they are from then on.

p_job_id: the job of the conversion, or the one that keeps the plain table (action keep in partition_tools.jobs).

Commits after every step, so it cannot be called inside a transaction block.

Errors: PP088 where no plain table is kept any more; PP051 for an unknown job; otherwise as start.';
