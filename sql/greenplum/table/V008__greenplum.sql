-- Bookkeeping on Greenplum. Every segment has all of it, so that functions that read it can be executed anywhere; the
-- tables are small. Rows are only ever inserted: an UPDATE would lock the table until the job commits.
ALTER TABLE partition_tools_internal.run SET DISTRIBUTED REPLICATED;
ALTER TABLE partition_tools_internal.job SET DISTRIBUTED REPLICATED;
ALTER TABLE partition_tools_internal.job_event SET DISTRIBUTED REPLICATED;
ALTER TABLE partition_tools.migration_config SET DISTRIBUTED REPLICATED;

CREATE TYPE partition_tools_internal.leaf AS (
    relid      oid,
    name       name,
    lower_text text,
    upper_text text,
    is_default boolean,
    template   oid,
    tablespace name,
    with_param text
);
COMMENT ON TYPE partition_tools_internal.leaf IS
    'A partition that a job takes rows from or makes: the relation (of a target its staging table, NULL where it gets no rows), bounds inclusive and exclusive as the key type writes them, and for a target whose properties it gets, where it lies and how it is stored.';

CREATE TYPE partition_tools_internal.work AS (
    rows     bigint,
    position json
);
COMMENT ON TYPE partition_tools_internal.work IS 'What the execution of a job has come to: rows moved, and how long the table was held exclusively.';
