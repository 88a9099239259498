CREATE OR REPLACE FUNCTION partition_tools_internal.phase_locked_copy(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    r record;
BEGIN
    -- Rows without a key cannot be captured, so nobody may write from the copy to the swap, which is one transaction.
    -- The table is locked rather than its partition: a writer that waited for the partition would hold the table, and so
    -- keep the swap from it for ever.
    PERFORM partition_tools_internal.lock_table(j.table_oid, 'SHARE ROW EXCLUSIVE')
       FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id;
    PERFORM partition_tools_internal.lock_sources(p_job_id, 'SHARE ROW EXCLUSIVE');
    s.rows := 0;
    FOR r IN SELECT j.relid FROM partition_tools_internal.job_source AS j WHERE j.job_id = p_job_id ORDER BY j.ordinal LOOP
        s.rows := s.rows + partition_tools_internal.copy_blocks(p_job_id, r.relid, 0, 4294967295);
    END LOOP;
    FOR r IN SELECT t FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id ORDER BY t.ordinal LOOP
        PERFORM partition_tools_internal.build_target(r.t);
    END LOOP;
    FOR r IN SELECT * FROM partition_tools_internal.foreign_keys_wanted(p_job_id) LOOP
        PERFORM partition_tools_internal.build_foreign_key(r.relid, r.name, r.definition || CASE WHEN r.validated THEN '' ELSE ' NOT VALID' END, r.comment);
    END LOOP;
    s.position := partition_tools_internal.locked_swap(p_job_id);
    s.phase := 'clean_up';
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_locked_copy(bigint) IS
    'Phase locked_copy: copy, build and swap in one transaction, for sources without a key. Locks: SHARE ROW EXCLUSIVE on the table while it copies (readers go on, writers wait), then ACCESS EXCLUSIVE for milliseconds.';

