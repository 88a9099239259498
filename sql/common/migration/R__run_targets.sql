CREATE OR REPLACE FUNCTION partition_tools.run(p_targets text[] DEFAULT '{}')
RETURNS TABLE (job_id bigint, statement text)
LANGUAGE plpgsql
-- No search_path of its own: the names are looked up in the caller's.
AS $$
DECLARE
    v_ids        pg_catalog.int8[];
    v_statements pg_catalog.text[];
BEGIN
    SELECT pg_catalog.array_agg(r.job_id), pg_catalog.array_agg(r.statement) INTO v_ids, v_statements
      FROM partition_tools_internal.migration_run(COALESCE(p_targets, '{}')::pg_catalog.regclass[]) AS r;
    RETURN QUERY SELECT v_ids[n], v_statements[n] FROM pg_catalog.generate_subscripts(v_ids, 1) AS n;
END
$$;
COMMENT ON FUNCTION partition_tools.run(text[]) IS
'Makes a new run of data migrations: the jobs of the rows of migration_config, and one statement for each that executes it, in the order of their priorities, ready for \gexec (SELECT statement FROM partition_tools.run() \gexec), a scheduler or several sessions. Jobs may be started in any order and at once, and called again to go on.

p_targets: the tables to be filled, by name, looked up in the search_path of the caller (default: all that are configured).

Each job of a target that is not emptied goes on after the last key of the job that copied the same part in the run before: rows with later keys are copied, none twice. Rows that changed, came with a smaller key or have no key are not; verify finds them. With SET partition_tools.full_copy = on, or mode = full, everything is copied again, beside what is there.

Targets with trunc are emptied here, once, in one TRUNCATE: calling start later, again or in parallel empties nothing. Foreign keys between targets of the run are no obstacle; others are, PP067. Unfinished jobs of earlier runs into an emptied target are cancelled. Without trunc, a run that has copied rows and is not finished goes on: its unfinished jobs are returned instead of new ones, so that no row is copied twice.

The number of rows to copy is the planner''s estimate (ANALYZE the source, also a foreign table, for a good one); with SET partition_tools.exact_total = on rows are counted first.

Errors: 42P01 for a name that does not exist; PP050 where a target could not be locked; PP052 where a job of an earlier run is at work; PP060 to PP064 as migration_config; PP065 for a target without configuration; PP066 where the configuration of an unfinished run has changed; PP067 where a target cannot be truncated; PP069 where the configuration has changed since the last run, PP078 where that run has no last key: neither can be continued.';
