CREATE OR REPLACE FUNCTION partition_tools_internal.phase_restore_rename(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    t partition_tools_internal.job_target;
BEGIN
    SELECT * INTO STRICT t FROM partition_tools_internal.job_target AS g WHERE g.job_id = p_job_id;
    EXECUTE format('ALTER TABLE %s SET SCHEMA %I', t.relid::regclass, t.schema_name);
    EXECUTE format('ALTER TABLE %s RENAME TO %I', t.relid::regclass, t.name);
    EXECUTE format('ANALYZE %s', t.relid::regclass);
    PERFORM partition_tools_internal.restore_record(p_job_id);
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_restore_rename(bigint) IS
    'Phase restore_rename: gives an archive that is restored as a table of its own its schema and name. Locks: none but on that table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.restore_record(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO partition_tools_internal.archive_restore (archive_id, job_id, relation)
    SELECT (j.spec ->> 'archive_id')::bigint, p_job_id, format('%I.%I', t.schema_name, t.name)
      FROM partition_tools_internal.job AS j JOIN partition_tools_internal.job_target AS t ON t.job_id = j.job_id
     WHERE j.job_id = p_job_id AND j.action = 'restore';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.restore_record(bigint) IS
    'Notes that an archive has come back, where a job has restored one.';
