CREATE OR REPLACE FUNCTION partition_tools_internal.build_indexes(
    p_target partition_tools_internal.job_target, p_wanted partition_tools_internal.leaf_property[] DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_wanted partition_tools_internal.leaf_property[];
    r record;
BEGIN
    IF p_wanted IS NULL THEN
        v_wanted := partition_tools_internal.job_wanted(p_target, '{unique index,index}');
    ELSE
        v_wanted := ARRAY(SELECT w FROM unnest(p_wanted) AS w WHERE w.kind IN ('unique index', 'index'));
    END IF;
    -- Superfluous ones first.
    FOR r IN SELECT p.* FROM partition_tools_internal.indexes_pending(p_target, v_wanted) AS p
              ORDER BY (p.wanted).kind IS NOT NULL, (p.wanted).kind DESC, (p.wanted).definition LOOP
        IF (r.wanted).kind IS NULL THEN
            PERFORM partition_tools_internal.drop_index(p_target, r.built);
        ELSIF (r.built).kind IS NULL THEN
            PERFORM partition_tools_internal.build_index(p_target, r.wanted);
        END IF;
    END LOOP;
    PERFORM set_config('default_tablespace', '', true);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_indexes(partition_tools_internal.job_target, partition_tools_internal.leaf_property[]) IS
    'Builds the indexes and index constraints that a target still lacks, and drops those whose originals are gone. p_wanted: what it is to have, where that has been looked up. PP028 where rows of several sources cannot be together in a unique one.';

CREATE OR REPLACE FUNCTION partition_tools_internal.indexes_pending(
    p_target partition_tools_internal.job_target, p_wanted partition_tools_internal.leaf_property[], p_built partition_tools_internal.leaf_property[] DEFAULT NULL)
RETURNS TABLE (wanted partition_tools_internal.leaf_property, built partition_tools_internal.leaf_property)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_built partition_tools_internal.leaf_property[] := p_built;
BEGIN
    IF v_built IS NULL THEN
        v_built := ARRAY(SELECT p FROM partition_tools_internal.leaf_properties(ARRAY[p_target.relid], '{unique index,index}') AS p);
    END IF;
    -- By what they do: names are of the staging area, and what was built is not written down.
    RETURN QUERY
        SELECT w, b
          FROM unnest(p_wanted) AS w
          FULL JOIN unnest(ARRAY(SELECT u FROM unnest(v_built) AS u WHERE u.relid = p_target.relid)) AS b
            ON b.kind = w.kind AND partition_tools_internal.leaf_identity(b) = partition_tools_internal.leaf_identity(w);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.indexes_pending(partition_tools_internal.job_target, partition_tools_internal.leaf_property[], partition_tools_internal.leaf_property[]) IS
    'The indexes a target is to have beside those it has; NULL where one is missing, or superfluous. p_built: indexes of all targets, where they have been looked up.';

CREATE OR REPLACE FUNCTION partition_tools_internal.refresh_indexes(
    p_target partition_tools_internal.job_target, p_wanted partition_tools_internal.leaf_property[], p_kinds text[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.leaf_give(p_target.relid,
        ARRAY(SELECT p.wanted FROM partition_tools_internal.indexes_pending(p_target, p_wanted) AS p WHERE (p.wanted).kind = ANY (p_kinds) AND (p.built).kind IS NOT NULL),
        ARRAY(SELECT k FROM unnest(p_kinds) AS k WHERE k IN ('unique index', 'index')));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.refresh_indexes(partition_tools_internal.job_target, partition_tools_internal.leaf_property[], text[]) IS
    'Gives the indexes that are built the options and comments that their originals have now.';

CREATE OR REPLACE FUNCTION partition_tools_internal.build_index(p_target partition_tools_internal.job_target, p_wanted partition_tools_internal.leaf_property)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_space name := coalesce(p_target.tablespace, p_wanted.details ->> 'tablespace', '');
    w partition_tools_internal.leaf_property := p_wanted;
    v_index oid;
BEGIN
    w.name := partition_tools_internal.index_stage_name(p_target);
    PERFORM set_config('default_tablespace', CASE WHEN EXISTS (SELECT FROM pg_tablespace AS s WHERE s.spcname = v_space) THEN v_space ELSE '' END, true);
    PERFORM partition_tools_internal.execute_all(partition_tools_internal.leaf_index_give(p_target.relid, p_target.relid::regclass::text, ARRAY[w], '{}'));
    v_index := (SELECT x.indexrelid FROM pg_index AS x JOIN pg_class AS c ON c.oid = x.indexrelid WHERE x.indrelid = p_target.relid AND c.relname = w.name);
    INSERT INTO partition_tools_internal.job_rename (job_id, kind, relid, final_name)
    VALUES (p_target.job_id, 'INDEX', v_index, partition_tools_internal.index_name(p_target, v_index, p_wanted));
EXCEPTION
    WHEN unique_violation OR exclusion_violation THEN
        RAISE EXCEPTION 'rows of the sources cannot be together in %: %', quote_ident(p_target.name), SQLERRM
            USING ERRCODE = 'PP028', DETAIL = format('%s.%I holds in each partition alone: %s', quote_ident(p_wanted.details ->> 'schema'), p_wanted.name, p_wanted.definition),
                  HINT = format('Drop it, or correct the rows, and CALL partition_tools.start(%s).', p_target.job_id);
    WHEN undefined_column OR undefined_function OR undefined_object OR undefined_table OR invalid_table_definition THEN
        IF NOT p_wanted.details ? 'archived' THEN
            RAISE;
        END IF;
        RAISE WARNING 'index % of the archive cannot be made any more: %', quote_ident(p_wanted.name), SQLERRM;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_index(partition_tools_internal.job_target, partition_tools_internal.leaf_property) IS
    'Builds an index of a target, under a name of the staging area, and notes its final name.';

CREATE OR REPLACE FUNCTION partition_tools_internal.index_stage_name(p_target partition_tools_internal.job_target)
RETURNS name
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_schema name := (SELECT n.nspname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = p_target.relid);
    v_number int  := (SELECT count(*) FROM pg_index AS x WHERE x.indrelid = p_target.relid);
    v_name   name;
BEGIN
    LOOP
        v_number := v_number + 1;
        v_name := partition_tools_internal.stage_name(p_target.job_id, format('t%s_i%s', p_target.ordinal, v_number));
        EXIT WHEN NOT partition_tools_internal.relation_exists(v_schema, v_name);
    END LOOP;
    RETURN v_name;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.index_stage_name(partition_tools_internal.job_target) IS
    'A free name of the staging area for an index of a target.';

CREATE OR REPLACE FUNCTION partition_tools_internal.drop_index(p_target partition_tools_internal.job_target, p_built partition_tools_internal.leaf_property)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_index oid := p_built.details ->> 'oid';
BEGIN
    DELETE FROM partition_tools_internal.job_rename AS m WHERE m.job_id = p_target.job_id AND m.kind = 'INDEX' AND m.relid = v_index;
    IF (p_built.details ->> 'constraint')::boolean THEN
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', p_target.relid::regclass, p_built.name);
    ELSE
        EXECUTE format('DROP INDEX %s', v_index::regclass);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.drop_index(partition_tools_internal.job_target, partition_tools_internal.leaf_property) IS
    'Drops an index of a target whose original is gone.';
