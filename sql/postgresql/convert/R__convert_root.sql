CREATE OR REPLACE FUNCTION partition_tools_internal.convert_root(p_job_id bigint)
RETURNS oid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT x.parent FROM partition_tools_internal.job_context AS x WHERE x.job_id = p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_root(bigint) IS
    'The partitioned table that a conversion builds, and that takes the name of the plain one in the end.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_stage(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_root constant text := format('partition_tools_stage.%I', partition_tools_internal.stage_name(p_job_id, 'root'));
    j partition_tools_internal.job;
    v_column name;
    v_unproved name[];
    t record;
BEGIN
    SELECT * INTO STRICT j FROM partition_tools_internal.job AS o WHERE o.job_id = p_job_id;
    v_column := j.spec ->> 'key_column';
    EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING ALL EXCLUDING INDEXES EXCLUDING IDENTITY EXCLUDING STATISTICS) PARTITION BY RANGE (%I)', c_root, j.table_oid::regclass, v_column);
    PERFORM partition_tools_internal.keep_private(c_root::regclass);
    v_unproved := ARRAY(SELECT k.conname FROM pg_constraint AS k WHERE k.conrelid = j.table_oid AND k.contype = 'c' AND NOT k.convalidated);
    FOR t IN SELECT u.name FROM unnest(v_unproved) AS u (name) LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c_root, t.name);
    END LOOP;
    INSERT INTO partition_tools_internal.job_context (job_id, format, parent, capture, key_columns, columns, fingerprint, definition)
    SELECT p_job_id, 2, c_root::regclass, CASE WHEN j.spec ->> 'mode' = 'adopt' THEN NULL WHEN k.columns IS NULL THEN 'row' ELSE 'key' END, k.columns,
           ARRAY(SELECT a.attname FROM pg_attribute AS a WHERE a.attrelid = j.table_oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum),
           '', partition_tools_internal.leaf_digests(partition_tools_internal.job_relids(p_job_id), '{PP041,taken over,rebuilt}')
      FROM (SELECT partition_tools_internal.capture_key(p_job_id) AS columns) AS k;
    FOR t IN
        SELECT w.ordinality::int AS ordinal, (w.target ->> 'schema')::name AS schema_name, (w.target ->> 'name')::name AS name, w.target ->> 'lower' AS lower_text, w.target ->> 'upper' AS upper_text,
               (w.target ->> 'default')::boolean AS is_default, (w.target ->> 'tablespace')::name AS tablespace, w.target ->> 'with' AS with_param
          FROM json_array_elements(j.spec -> 'targets') WITH ORDINALITY AS w(target, ordinality)
         -- What a table that is adopted becomes is there.
         WHERE NOT (j.spec ->> 'mode' IS NOT DISTINCT FROM 'adopt' AND w.ordinality = json_array_length(j.spec -> 'targets'))
         ORDER BY w.ordinality
    LOOP
        EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s %s', c_root,
                       partition_tools_internal.stage_table(p_job_id, t.ordinal, j.table_oid, t.schema_name, t.name, t.lower_text, t.upper_text, t.is_default, t.tablespace, t.with_param)::regclass,
                       partition_tools_internal.bound_clause(t.lower_text, t.upper_text, t.is_default));
    END LOOP;
    IF EXISTS (SELECT FROM partition_tools_internal.convert_indexes(j.table_oid, v_column) AS i WHERE i.is_primary AND i.widened)
       AND EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = j.table_oid AND a.attname = v_column AND NOT a.attnotnull) THEN
        -- Now that they are empty. A row without a time ends the copy: a primary key cannot have it.
        -- From PostgreSQL 18 on it has a name, which would be made after that of staging.
        EXECUTE CASE WHEN current_setting('server_version_num')::int < 180000 THEN format('ALTER TABLE %s ALTER COLUMN %I SET NOT NULL', c_root, v_column)
                     ELSE format('ALTER TABLE %s ADD CONSTRAINT %I NOT NULL %I', c_root,
                                 partition_tools_internal.short_name((SELECT c.relname FROM pg_class AS c WHERE c.oid = j.table_oid), '_' || left(v_column, 40) || '_not_null'), v_column) END;
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_stage(bigint) IS
    'Makes the partitioned table of a conversion, with its partitions, in the staging area: like the plain one, but without indexes.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_root_target(p_job_id bigint)
RETURNS partition_tools_internal.job_target
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    t partition_tools_internal.job_target;
BEGIN
    -- The table itself has most of what a partition has, from the same source.
    SELECT j.job_id, 0, x.parent, n.nspname, c.relname, NULL, NULL, false, j.table_oid, NULL INTO t
      FROM partition_tools_internal.job AS j
      JOIN partition_tools_internal.job_context AS x ON x.job_id = j.job_id
      JOIN pg_class AS c ON c.oid = j.table_oid JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE j.job_id = p_job_id;
    RETURN t;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_root_target(bigint) IS
    'The new partitioned table of a conversion as a target whose template is the plain one.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_build_root(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    t partition_tools_internal.job_target;
    v_stage name;
    v_index oid;
    n int := 0;
    r record;
BEGIN
    t := partition_tools_internal.convert_root_target(p_job_id);
    PERFORM partition_tools_internal.build_kinds(t, '{owner}');
    FOR r IN SELECT p.built, k.conname FROM partition_tools_internal.convert_indexes_pending(p_job_id) AS p
               LEFT JOIN pg_constraint AS k ON k.conindid = p.built AND k.conrelid = t.relid AND k.contype IN ('p', 'u', 'x') WHERE p.wanted IS NULL LOOP
        IF r.conname IS NOT NULL THEN
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', t.relid::regclass, r.conname);
        ELSE
            EXECUTE format('DROP INDEX %s', r.built::regclass);
        END IF;
    END LOOP;
    FOR r IN SELECT i.* FROM partition_tools_internal.convert_indexes(t.template, partition_tools_internal.key_column(t.relid)) AS i
              WHERE i.indexrelid IN (SELECT p.wanted FROM partition_tools_internal.convert_indexes_pending(p_job_id) AS p WHERE p.built IS NULL) LOOP
        LOOP
            n := n + 1;
            v_stage := partition_tools_internal.stage_name(p_job_id, format('r_i%s', n));
            EXIT WHEN NOT EXISTS (SELECT FROM pg_class AS c WHERE c.relnamespace = 'partition_tools_stage'::regnamespace AND c.relname = v_stage);
        END LOOP;
        PERFORM set_config('default_tablespace', coalesce(r.tablespace, ''), true);
        -- ONLY: the partitions get theirs one by one, and they are joined then.
        IF r.constraint_def IS NOT NULL THEN
            -- Storage parameters of a constraint's index stand before what may be deferred, and cannot be given later.
            EXECUTE format('ALTER TABLE ONLY %s ADD CONSTRAINT %I %s', t.relid::regclass, v_stage, regexp_replace(r.constraint_def, '( DEFERRABLE( INITIALLY DEFERRED)?)?$',
                               coalesce((SELECT ' WITH (' || string_agg(format('%s = %L', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', ') || ')'
                                           FROM pg_class AS c, unnest(c.reloptions) AS o WHERE c.oid = r.indexrelid), '') || '\1'));
        ELSE
            EXECUTE format('CREATE %s INDEX %I ON ONLY %s %s', CASE WHEN r.is_unique THEN 'UNIQUE' END, v_stage, t.relid::regclass, r.definition);
        END IF;
        v_index := format('partition_tools_stage.%I', v_stage)::regclass;
        PERFORM partition_tools_internal.convert_index_options(r.indexrelid, v_index);
    END LOOP;
    PERFORM set_config('default_tablespace', '', true);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_build_root(bigint) IS
    'Gives the partitioned table of a conversion its owner and its indexes, those of the plain one, widened where they are unique. Can be repeated.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_index_options(p_from oid, p_to oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    IF obj_description(p_from, 'pg_class') IS NOT NULL THEN
        EXECUTE format('COMMENT ON INDEX %s IS %L', p_to::regclass, obj_description(p_from, 'pg_class'));
    END IF;
    FOR r IN SELECT obj_description(k.oid, 'pg_constraint') AS text, n.conname, n.conrelid::regclass AS relid
               FROM pg_constraint AS k, pg_constraint AS n
              WHERE k.conindid = p_from AND n.conindid = p_to AND k.contype IN ('p', 'u', 'x') AND n.contype = k.contype AND obj_description(k.oid, 'pg_constraint') IS NOT NULL LOOP
        EXECUTE format('COMMENT ON CONSTRAINT %I ON %s IS %L', r.conname, r.relid, r.text);
    END LOOP;
    FOR r IN SELECT f.attnum, f.attstattarget FROM pg_attribute AS f WHERE f.attrelid = p_from AND f.attnum > 0 AND coalesce(f.attstattarget, -1) >= 0 LOOP
        EXECUTE format('ALTER INDEX %s ALTER COLUMN %s SET STATISTICS %s', p_to::regclass, r.attnum, r.attstattarget);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_index_options(oid, oid) IS
    'Comments and statistics targets of an index, given to that of the partitioned table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_indexes_pending(p_job_id bigint)
RETURNS TABLE (wanted oid, built oid)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_root  oid := partition_tools_internal.convert_root(p_job_id);
    v_table oid := (SELECT j.table_oid FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id);
BEGIN
    RETURN QUERY
    WITH w AS (
        SELECT i.indexrelid, d.key, row_number() OVER (PARTITION BY d.key ORDER BY i.indexrelid) AS twin
          FROM partition_tools_internal.convert_indexes(v_table, partition_tools_internal.key_column(v_root)) AS i,
               LATERAL (SELECT coalesce('constraint ' || i.constraint_def, i.is_unique || i.definition) AS key) AS d
    )
    SELECT w.indexrelid, b.indexrelid FROM w FULL JOIN partition_tools_internal.index_keys(ARRAY[v_root]) AS b ON b.key = w.key AND b.twin = w.twin;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_indexes_pending(bigint) IS
    'The indexes of the plain table beside those of the partitioned one that is built; NULL where one is missing, or superfluous.';

CREATE OR REPLACE FUNCTION partition_tools_internal.index_keys(p_relids oid[])
RETURNS TABLE (indexrelid oid, indrelid oid, key text, twin bigint)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT x.indexrelid, x.indrelid, d.key, row_number() OVER (PARTITION BY x.indrelid, d.key ORDER BY x.indexrelid)
          FROM pg_index AS x LEFT JOIN pg_constraint AS k ON k.conindid = x.indexrelid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u', 'x'),
               LATERAL (SELECT coalesce('constraint ' || pg_get_constraintdef(k.oid), x.indisunique || partition_tools_internal.index_tail(x.indexrelid)) AS key) AS d
         WHERE x.indrelid = ANY (p_relids);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.index_keys(oid[]) IS
    'The indexes of tables by what they do; of those of one table that do the same, twin tells one from another.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_join_indexes(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_root oid := partition_tools_internal.convert_root(p_job_id);
    r record;
BEGIN
    FOR r IN
        WITH i AS (
            SELECT k.* FROM partition_tools_internal.index_keys(v_root || ARRAY(SELECT t.relid FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id)) AS k
        )
        SELECT p.indexrelid::regclass AS parent, l.indexrelid::regclass AS leaf
          FROM i AS p JOIN i AS l ON l.key = p.key AND l.twin = p.twin AND l.indrelid <> v_root
         WHERE p.indrelid = v_root AND NOT EXISTS (SELECT FROM pg_inherits AS h WHERE h.inhrelid = l.indexrelid)
         ORDER BY p.indexrelid, l.indexrelid
    LOOP
        EXECUTE format('ALTER INDEX %s ATTACH PARTITION %s', r.parent, r.leaf);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_join_indexes(bigint) IS
    'Makes the indexes of the partitions parts of those of the partitioned table. Can be repeated.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_foreign_key(p_relid oid, p_name name, p_definition text, p_comment text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', p_relid::regclass, p_name, p_definition);
    IF p_comment IS NOT NULL THEN
        EXECUTE format('COMMENT ON CONSTRAINT %I ON %s IS %L', p_name, p_relid::regclass, p_comment);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_foreign_key(oid, name, text, text) IS 'Adds a foreign key, with its comment.';

CREATE OR REPLACE FUNCTION partition_tools_internal.take_statements(p_from oid, p_to oid, p_kinds text[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN partition_tools_internal.leaf_statements(p_to, p_to::regclass::text, ARRAY(SELECT p FROM partition_tools_internal.leaf_properties(ARRAY[p_from], p_kinds) AS p), p_kinds,
                                                    ARRAY(SELECT p FROM partition_tools_internal.leaf_properties(ARRAY[p_to], p_kinds) AS p));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.take_statements(oid, oid, text[]) IS
    'The statements that give one table some kinds of properties of another.';
