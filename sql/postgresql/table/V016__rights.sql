-- Least privilege: who wrote what is recorded by the server, and staging tables get a schema in which roles may create that
-- may not create anything where our routines are.

CREATE SCHEMA partition_tools_stage;
COMMENT ON SCHEMA partition_tools_stage IS
    'Partition Tools, while a job runs: its staging tables and what captures changes. Nothing in it is called but by a job''s own triggers.';

ALTER TABLE partition_tools_internal.job ADD COLUMN made_by name NOT NULL DEFAULT current_user;
COMMENT ON COLUMN partition_tools_internal.job.made_by IS 'The role whose words are in spec; of jobs of older versions the one that installed this.';

CREATE TABLE partition_tools_internal.config_writer (
    config_id  bigint      NOT NULL,
    written_by name        NOT NULL DEFAULT current_user,
    written_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX config_writer_config_id_idx ON partition_tools_internal.config_writer (config_id, written_at);
COMMENT ON TABLE partition_tools_internal.config_writer IS 'Who has inserted and updated the rows of migration_config, whose conditions and expressions are SQL. Rows of older versions have none: only an administrator could write them.';

-- Messages and keys have data in them.
ALTER TABLE partition_tools_internal.job_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY write ON partition_tools_internal.job_event FOR INSERT WITH CHECK (true);
COMMENT ON POLICY write ON partition_tools_internal.job_event IS 'A trigger looks at what is written.';

-- What jobs of the version before have made.
DO $move$
DECLARE
    r record;
BEGIN
    FOR r IN SELECT p.oid, p.oid::regprocedure AS routine FROM pg_catalog.pg_proc AS p
              WHERE p.pronamespace = 'partition_tools_internal'::regnamespace AND p.proname ~ '^partition_tools_j[0-9]+_' LOOP
        EXECUTE format('ALTER FUNCTION %s SET SCHEMA partition_tools_stage', r.routine);
        EXECUTE replace(pg_catalog.pg_get_functiondef(r.oid), ' partition_tools_internal.partition_tools_j', ' partition_tools_stage.partition_tools_j');
    END LOOP;
    FOR r IN SELECT c.oid::regclass AS relation FROM pg_catalog.pg_class AS c
              WHERE c.relnamespace = 'partition_tools_internal'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname ~ '^partition_tools_j[0-9]+_' LOOP
        EXECUTE format('ALTER TABLE %s SET SCHEMA partition_tools_stage', r.relation);
    END LOOP;
END
$move$;
