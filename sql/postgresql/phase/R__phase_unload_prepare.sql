CREATE OR REPLACE FUNCTION partition_tools_internal.phase_unload_prepare(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_relid oid;
BEGIN
    PERFORM partition_tools_internal.resolve_sources(p_job_id);
    PERFORM partition_tools_internal.check_sources(p_job_id);
    v_relid := (SELECT c.relid FROM partition_tools_internal.job_source AS c WHERE c.job_id = p_job_id);
    -- An error where a policy would hide rows from us, and so from the worker: they would be dropped unread.
    EXECUTE format('SELECT FROM ONLY %s LIMIT 0', v_relid::regclass);
    IF NOT partition_tools_internal.relation_filled(v_relid) THEN
        RAISE NOTICE 'partition % is empty: there is nothing to unload, and it stays', v_relid::regclass;
        UPDATE partition_tools_internal.job AS j SET phases = '{unload_prepare}' WHERE j.job_id = p_job_id;
        RETURN s;
    END IF;
    -- What commits after this is captured; what has committed before is in the snapshot that the worker takes next.
    PERFORM partition_tools_internal.capture_any(p_job_id);
    INSERT INTO partition_tools_internal.job_context (job_id, parent, key_columns, columns, fingerprint)
    SELECT p_job_id, j.table_oid, '{}',
           ARRAY(SELECT a.attname FROM pg_attribute a
                  WHERE a.attrelid = v_relid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum),
           partition_tools_internal.unload_fingerprint(v_relid)
      FROM partition_tools_internal.job j WHERE j.job_id = p_job_id;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_unload_prepare(bigint) IS
    'Phase unload_prepare: finds the partition by its bounds, and begins to capture whether anything in it changes. An empty one is left alone. Locks: SHARE ROW EXCLUSIVE on the partition until it commits.';
