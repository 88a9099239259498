-- Data migration: what is to be copied. Runs, jobs and events are those of the lifecycle.

CREATE TABLE partition_tools.migration_config (
    config_id bigserial NOT NULL PRIMARY KEY,
    source    regclass  NOT NULL,
    target    regclass  NOT NULL,
    pkey      text,
    priority  numeric,
    condition text,
    batchsize int       CHECK (batchsize > 0),
    trunc     boolean   NOT NULL DEFAULT false,
    parts     int       CHECK (parts BETWEEN 1 AND 1000),
    part_by   text      CHECK (part_by IN ('range', 'modulus', 'partition')),
    columns   json
);
CREATE INDEX migration_config_target_idx ON partition_tools.migration_config (target);
COMMENT ON TABLE partition_tools.migration_config IS
'What a data migration copies: one row for each source and target. Rows are checked when they are inserted or updated. run(targets) makes jobs of them; how-to: doc/migration.md.

Conditions and expressions are SQL of yours. They see the columns of the source (also as source.column), and names in them are looked up in pg_catalog only: write the schema of functions, operators and types of your own. They are evaluated with TimeZone UTC and DateStyle ISO, whatever the session.

Errors: PP060 for a relation that cannot be copied from or to; PP061 where columns do not match; PP062 for a key that cannot be used; PP063 for a condition or an expression that is not valid; PP064 for parts that cannot be made.';
COMMENT ON COLUMN partition_tools.migration_config.config_id IS 'Number of the row.';
COMMENT ON COLUMN partition_tools.migration_config.source IS 'Where rows come from: a table, partitioned table, foreign table, view or materialized view.';
COMMENT ON COLUMN partition_tools.migration_config.target IS 'Where rows go to: a table or partitioned table. Columns are matched by name.';
COMMENT ON COLUMN partition_tools.migration_config.pkey IS 'Key of the source, by which batches and parts are cut: a column, or several separated by commas; quoted as in SQL where needed. Need not be unique, should be indexed. NULL: none, everything in one transaction.';
COMMENT ON COLUMN partition_tools.migration_config.priority IS 'Order of the jobs in a run, ascending; NULL comes last.';
COMMENT ON COLUMN partition_tools.migration_config.condition IS 'Which rows of the source, as in WHERE. NULL: all.';
COMMENT ON COLUMN partition_tools.migration_config.batchsize IS 'Rows in one transaction, about. NULL: each part is one transaction.';
COMMENT ON COLUMN partition_tools.migration_config.trunc IS 'Whether run empties the target, once and before any job of the run starts.';
COMMENT ON COLUMN partition_tools.migration_config.parts IS 'Number of jobs that can run at once. NULL: 1, or with part_by partition one for each partition.';
COMMENT ON COLUMN partition_tools.migration_config.part_by IS 'range: ranges of the first key column, the default. modulus: of an integer key. partition: one job for each leaf of a partitioned source; the default where there is no key.';
COMMENT ON COLUMN partition_tools.migration_config.columns IS 'A JSON object with an SQL expression for each column of the target that is not simply copied: {"column": "expression"}.';
