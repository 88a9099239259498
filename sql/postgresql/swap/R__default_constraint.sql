CREATE OR REPLACE FUNCTION partition_tools_internal.default_constraint(p_job_id bigint, p_default oid, p_not_valid text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table  oid := (SELECT j.table_oid FROM partition_tools_internal.job j WHERE j.job_id = p_job_id);
    v_type   text := partition_tools_internal.key_type_name(v_table);
    v_ranges text[];
BEGIN
    EXECUTE format('SELECT array_agg(ARRAY[t.lower_text, t.upper_text] ORDER BY t.lower_text::%s NULLS FIRST)
                      FROM partition_tools_internal.job_target AS t WHERE t.job_id = $1 AND NOT t.is_default', v_type)
       INTO v_ranges USING p_job_id;
    EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I CHECK (NOT (%s)) %s', p_default::regclass, partition_tools_internal.stage_name(p_job_id, 'default'),
                   partition_tools_internal.ranges_predicate(partition_tools_internal.key_column(v_table), v_type, v_ranges), p_not_valid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.default_constraint(bigint, oid, text) IS
    'Adds to a default partition the constraint that it holds no row of a job''s targets.';

CREATE OR REPLACE FUNCTION partition_tools_internal.default_free(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_guarded oid;
BEGIN
    LOOP
        v_guarded := partition_tools_internal.default_guarded(p_job_id);
        EXIT WHEN v_guarded IS NULL;
        PERFORM partition_tools_internal.lock_out_vacuum(ARRAY[v_guarded]);
        PERFORM partition_tools_internal.lock_table(v_guarded, 'ACCESS EXCLUSIVE');
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', v_guarded::regclass, partition_tools_internal.stage_name(p_job_id, 'default'));
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.default_free(bigint) IS
    'Takes the constraint of default_constraint from whatever table has it. Locks: ACCESS EXCLUSIVE on it, for milliseconds.';

CREATE OR REPLACE FUNCTION partition_tools_internal.default_guarded(p_job_id bigint)
RETURNS oid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- By the constraint and not by the table: a default partition may have been detached meanwhile, or another have come.
    RETURN (SELECT k.conrelid FROM pg_constraint AS k WHERE k.conname = partition_tools_internal.stage_name(p_job_id, 'default') AND k.contype = 'c' LIMIT 1);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.default_guarded(bigint) IS
    'The table that has the constraint of default_constraint; NULL where none has.';
