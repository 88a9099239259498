CREATE OR REPLACE FUNCTION partition_tools_internal.build_indexes(p_target partition_tools_internal.job_target)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_stage text;
    v_index oid;
    r record;
    n int := (SELECT count(*) FROM pg_index AS x WHERE x.indrelid = p_target.relid);
BEGIN
    PERFORM partition_tools_internal.drop_indexes(p_target);
    FOR r IN SELECT i.* FROM partition_tools_internal.indexes_wanted(p_target) AS i
              WHERE i.indexrelid IN (SELECT p.wanted FROM partition_tools_internal.indexes_pending(p_target) AS p WHERE p.built IS NULL) LOOP
        LOOP
            n := n + 1;
            v_stage := partition_tools_internal.stage_name(p_target.job_id, format('t%s_i%s', p_target.ordinal, n));
            EXIT WHEN NOT EXISTS (SELECT FROM pg_class AS c JOIN pg_class AS t ON t.oid = p_target.relid AND t.relnamespace = c.relnamespace WHERE c.relname = v_stage);
        END LOOP;
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
EXCEPTION WHEN unique_violation OR exclusion_violation THEN
    PERFORM partition_tools_internal.refuse_together(p_target, r.indexrelid, SQLERRM);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_indexes(partition_tools_internal.job_target) IS
    'Builds the indexes and index constraints that a target still lacks, under names of the staging area, and notes their final names. PP028 where rows of several sources cannot be together in a unique one.';

CREATE OR REPLACE FUNCTION partition_tools_internal.refuse_together(p_target partition_tools_internal.job_target, p_index oid, p_message text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'rows of the sources cannot be together in %: %', quote_ident(p_target.name), p_message
        USING ERRCODE = 'PP028', DETAIL = format('%s holds in each partition alone: %s', p_index::regclass, pg_get_indexdef(p_index)),
              HINT = format('Drop it, or correct the rows, and CALL partition_tools.start(%s).', p_target.job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.refuse_together(partition_tools_internal.job_target, oid, text) IS
    'Raises PP028: a unique or exclusion index of the sources does not hold for all of their rows together.';

CREATE OR REPLACE FUNCTION partition_tools_internal.drop_indexes(p_target partition_tools_internal.job_target)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN SELECT p.built, k.conname FROM partition_tools_internal.indexes_pending(p_target) AS p
               -- What an archive brought along is not wanted by anybody else.
               JOIN partition_tools_internal.job AS j ON j.job_id = p_target.job_id AND j.action <> 'restore'
               LEFT JOIN pg_constraint AS k ON k.conindid = p.built AND k.conrelid = p_target.relid AND k.contype IN ('p', 'u', 'x')
              WHERE p.wanted IS NULL LOOP
        DELETE FROM partition_tools_internal.job_rename AS m WHERE m.job_id = p_target.job_id AND m.kind = 'INDEX' AND m.relid = r.built;
        IF r.conname IS NOT NULL THEN
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', p_target.relid::regclass, r.conname);
        ELSE
            EXECUTE format('DROP INDEX %s', r.built::regclass);
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.drop_indexes(partition_tools_internal.job_target) IS
    'Drops the indexes of a target whose originals are gone.';
