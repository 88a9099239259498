CREATE OR REPLACE FUNCTION partition_tools_internal.phase_prepare(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_key name[];
BEGIN
    PERFORM partition_tools_internal.resolve_sources(p_job_id);
    PERFORM partition_tools_internal.check_sources(p_job_id);
    PERFORM partition_tools_internal.check_publications(p_job_id);
    PERFORM partition_tools_internal.check_locks(p_job_id);
    v_key := partition_tools_internal.capture_key(p_job_id);
    INSERT INTO partition_tools_internal.job_context (job_id, parent, key_columns, columns, fingerprint)
    SELECT p_job_id, j.table_oid, v_key,
           ARRAY(SELECT a.attname FROM pg_attribute a
                  WHERE a.attrelid = j.table_oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum),
           partition_tools_internal.table_fingerprint(p_job_id)
      FROM partition_tools_internal.job j WHERE j.job_id = p_job_id;
    PERFORM partition_tools_internal.stage_tables(p_job_id);
    IF NOT EXISTS (SELECT FROM partition_tools_internal.job_source AS t WHERE t.job_id = p_job_id) THEN
        s.phase := 'build';
    ELSIF v_key IS NULL THEN
        s.phase := 'prove';
    ELSE
        PERFORM partition_tools_internal.capture_install(p_job_id, v_key);
        s.phase := 'copy';
    END IF;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_prepare(bigint) IS
    'Phase prepare: finds the sources by their bounds, makes the staging tables, and begins to capture changes. Locks: SHARE ROW EXCLUSIVE on each source until it commits.';
