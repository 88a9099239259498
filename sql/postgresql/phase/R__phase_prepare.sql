CREATE OR REPLACE FUNCTION partition_tools_internal.phase_prepare(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_key   name[];
    v_moves boolean;
    -- Of the table alone, and before anything is looked at: where there are sources, or something changes from here on, the next step looks again.
    v_stamp text := partition_tools_internal.catalog_stamp(p_job_id);
BEGIN
    PERFORM partition_tools_internal.resolve_sources(p_job_id);
    v_moves := EXISTS (SELECT FROM partition_tools_internal.job_source AS j WHERE j.job_id = p_job_id);
    PERFORM partition_tools_internal.check_space(p_job_id);
    PERFORM partition_tools_internal.check_sources(p_job_id);
    PERFORM partition_tools_internal.check_properties(p_job_id);
    PERFORM partition_tools_internal.check_generated(p_job_id);
    PERFORM partition_tools_internal.check_publications(p_job_id);
    PERFORM partition_tools_internal.check_locks(p_job_id);
    v_key := partition_tools_internal.capture_key(p_job_id);
    INSERT INTO partition_tools_internal.job_context (job_id, format, parent, capture, key_columns, columns, fingerprint, definition, stamp)
    SELECT p_job_id, 2, j.table_oid, CASE WHEN v_moves THEN CASE WHEN v_key IS NULL THEN 'row' ELSE 'key' END END, v_key,
           ARRAY(SELECT a.attname FROM pg_attribute a
                  WHERE a.attrelid = j.table_oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum),
           '', partition_tools_internal.leaf_digests(partition_tools_internal.job_relids(p_job_id), '{PP041,taken over,rebuilt}'), v_stamp
      FROM partition_tools_internal.job j WHERE j.job_id = p_job_id;
    PERFORM partition_tools_internal.stage_tables(p_job_id);
    IF v_moves THEN
        PERFORM partition_tools_internal.capture_install(p_job_id);
    END IF;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_prepare(bigint) IS
    'Phase prepare: finds the sources by their bounds, makes the staging tables, and begins to capture changes. Locks: SHARE ROW EXCLUSIVE on each source until it commits.';
