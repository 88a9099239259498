CREATE OR REPLACE FUNCTION partition_tools_internal.build_indexes(p_target partition_tools_internal.job_target)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_stage text;
    v_index oid;
    r record;
    n int := 0;
BEGIN
    FOR r IN SELECT i.* FROM partition_tools_internal.indexes_wanted(p_target) AS i LOOP
        n := n + 1;
        v_stage := partition_tools_internal.stage_name(p_target.job_id, format('t%s_i%s', p_target.ordinal, n));
        PERFORM set_config('default_tablespace', r.tablespace, true);
        IF r.constraint_def IS NOT NULL THEN
            EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', p_target.relid::regclass, v_stage, r.constraint_def);
        ELSE
            EXECUTE format('CREATE %s INDEX %I ON %s %s', CASE WHEN r.is_unique THEN 'UNIQUE' END, v_stage, p_target.relid::regclass, r.definition);
        END IF;
        v_index := (SELECT i.indexrelid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                     WHERE i.indrelid = p_target.relid AND c.relname = v_stage);
        PERFORM partition_tools_internal.build_index_options(r.indexrelid, v_index, r.constraint_def IS NOT NULL);
        INSERT INTO partition_tools_internal.job_rename (job_id, kind, relid, final_name)
        VALUES (p_target.job_id, 'INDEX', v_index, partition_tools_internal.index_name(p_target, r.indexrelid, r.label));
    END LOOP;
    PERFORM set_config('default_tablespace', '', true);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_indexes(partition_tools_internal.job_target) IS
    'Builds the indexes and index constraints of a target under names of the staging area, and notes their final names.';
