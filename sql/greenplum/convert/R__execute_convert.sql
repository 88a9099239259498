CREATE OR REPLACE FUNCTION partition_tools_internal.execute_convert(p_job_id bigint)
RETURNS partition_tools_internal.work
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN partition_tools_internal.give_way(p_job_id, 'partition_tools_internal.convert_try(partition_tools_internal.job, timestamptz)');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.execute_convert(bigint) IS
    'Makes a partitioned table of a plain one. Locks: SHARE ROW EXCLUSIVE on the table while rows are copied (readers go on, writers wait), then ACCESS EXCLUSIVE on it and on views that read it, for the change of the catalogue. Where readers keep it from that lock, it gives its locks back after partition_tools.writer_patience, and begins again.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_try(p_job partition_tools_internal.job, p_until timestamptz)
RETURNS partition_tools_internal.work
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
DECLARE
    v_root  oid;
    v_keys  json;
    v_names json;
    w partition_tools_internal.work;
BEGIN
    PERFORM partition_tools_internal.lock_tables(ARRAY[p_job.table_oid], 'SHARE ROW EXCLUSIVE'), partition_tools_internal.convert_check(p_job.job_id), partition_tools_internal.convert_tablespaces(p_job.job_id);
    v_keys := partition_tools_internal.index_list(p_job.table_oid, (p_job.spec ->> 'key_column')::name);
    v_names := json_build_object('indexes', partition_tools_internal.index_list(p_job.table_oid, NULL), 'incoming', partition_tools_internal.incoming_keys(p_job.table_oid),
        'nullable', (SELECT NOT a.attnotnull FROM pg_attribute AS a WHERE a.attrelid = p_job.table_oid AND a.attname = p_job.spec ->> 'key_column'));
    v_root := partition_tools_internal.convert_root(p_job);
    w := partition_tools_internal.convert_execute(p_job, v_root, v_keys, '[]', p_until);
    w.position := partition_tools_internal.json_with(w.position, json_build_object('root', v_root, 'plain', v_names));
    RETURN w;
EXCEPTION WHEN not_null_violation THEN
    RAISE EXCEPTION 'a row of % has no value in %, which the primary key needs', p_job.table_name, p_job.spec ->> 'key_column'
        USING ERRCODE = 'PP087', DETAIL = SQLERRM, HINT = 'Give the row a value, or drop the primary key.';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_try(partition_tools_internal.job, timestamptz) IS
    'execute_convert, once: PP046 where readers keep it from locking everybody out for partition_tools.writer_patience; PP050 when p_until has passed.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_execute(
    p_job partition_tools_internal.job, p_to oid, p_indexes json, p_incoming json, p_until timestamptz)
RETURNS partition_tools_internal.work
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
DECLARE
    c_columns constant text := (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute AS a
                                 WHERE a.attrelid = p_job.table_oid AND a.attnum > 0 AND NOT a.attisdropped);
    c_leaves constant oid[] := coalesce(ARRAY(SELECT b.relid FROM partition_tools_internal.partition_bounds(p_job.table_oid) AS b ORDER BY b.relid), '{}');
    v_since timestamptz;
    w partition_tools_internal.work;
BEGIN
    EXECUTE format('INSERT INTO %s (%s) SELECT %2$s FROM %s', p_to::regclass, c_columns, p_job.table_oid::regclass);
    GET DIAGNOSTICS w.rows = ROW_COUNT;
    PERFORM partition_tools_internal.convert_build(p_job, p_to, p_indexes);
    PERFORM partition_tools_internal.analyze_relations(ARRAY[p_to]);
    -- Views before the table, as their readers lock them.
    PERFORM partition_tools_internal.convert_lock(p_job.table_oid || c_leaves, p_until);
    v_since := clock_timestamp();
    PERFORM partition_tools_internal.convert_switch(p_job, p_to, p_indexes, p_incoming);
    w.position := partition_tools_internal.locked_position(v_since);
    RETURN w;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_execute(partition_tools_internal.job, oid, json, json, timestamptz) IS
    'Copies the rows of a job''s table, whose writers are locked out, to p_to, gives that the indexes and everything else, and lets it take the table''s place, with p_incoming, foreign keys that point at it. p_until: as convert_lock has it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_lock(p_relids oid[], p_until timestamptz)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_give_way constant timestamptz := clock_timestamp() + partition_tools_internal.writer_patience();
    v_before text := current_setting('lock_timeout');
    v_tries int := 0;
BEGIN
    LOOP
        BEGIN
            PERFORM set_config('lock_timeout', partition_tools_internal.setting('lock_timeout', '300ms'), true);
            PERFORM partition_tools_internal.lock_views(p_relids[1]);
            PERFORM set_config('lock_timeout', v_before, true);
            EXIT;
        EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
            PERFORM partition_tools_internal.lock_refused(p_relids, 'ACCESS EXCLUSIVE', p_until);
        END;
        PERFORM partition_tools_internal.lock_overdue(p_relids, c_give_way);
        v_tries := v_tries + 1;
        PERFORM pg_sleep(least(5, 0.1 * 1.5 ^ v_tries) * (0.5 + random()));
    END LOOP;
    PERFORM partition_tools_internal.lock_upgrade(p_relids, p_until, c_give_way);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_lock(oid[], timestamptz) IS
    'Locks out everybody from the views that read a table, and from the table and its partitions. PP046 after partition_tools.writer_patience, for the caller to begin again; PP050 when p_until has passed.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_root(p_job partition_tools_internal.job)
RETURNS oid
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = error
AS $$
DECLARE
    c_column constant name := p_job.spec ->> 'key_column';
    c_type   constant text := (SELECT format_type(a.atttypid, a.atttypmod) FROM pg_attribute AS a WHERE a.attrelid = p_job.table_oid AND a.attname = c_column);
    c_place  constant name := (SELECT partition_tools_internal.tablespace_name(c.reltablespace) FROM pg_class AS c WHERE c.oid = p_job.table_oid);
    c_storage constant text := partition_tools_internal.storage_clause(p_job.table_oid, NULL);
    v_targets json[] := ARRAY(SELECT t FROM json_array_elements(p_job.spec -> 'targets') AS t);
    v_text text[] := '{}';
    t json;
BEGIN
    FOREACH t IN ARRAY v_targets LOOP
        v_text := v_text || format('%s %s %s %s TABLESPACE %I', CASE WHEN (t ->> 'default')::boolean THEN 'DEFAULT PARTITION' ELSE 'PARTITION' END,
            partition_tools_internal.partition_quoted(partition_tools_internal.cut_name(t ->> 'name')),
            CASE WHEN NOT (t ->> 'default')::boolean THEN format('START (%L::%s) INCLUSIVE END (%L::%2$s) EXCLUSIVE', t ->> 'lower', c_type, t ->> 'upper') END,
            c_storage, coalesce(t ->> 'tablespace', c_place));
    END LOOP;
    RETURN partition_tools_internal.stage_create(p_job, 'root', p_job.table_oid,
        format('%s) %s TABLESPACE %I', partition_tools_internal.column_encodings(p_job.table_oid, NULL), c_storage, c_place),
        format('PARTITION BY RANGE (%I) (%s)', c_column, array_to_string(v_text, ', ')));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_root(partition_tools_internal.job) IS
    'Makes the partitioned table that is to take the place of a plain one: columns, constraints, distribution, storage and tablespace are the plain one''s.';

CREATE OR REPLACE FUNCTION partition_tools_internal.index_list(p_table oid, p_column name)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce((
        SELECT json_agg(json_build_object('name', i.name, 'unique', i.is_unique, 'definition', i.definition, 'constraint', i.constraint_def, 'tablespace', i.tablespace,
                   'comment', obj_description(i.indexrelid, 'pg_class'),
                   'constraint_comment', (SELECT obj_description(k.oid, 'pg_constraint') FROM pg_constraint AS k WHERE k.conindid = i.indexrelid AND k.conrelid = p_table LIMIT 1)))
          FROM partition_tools_internal.convert_indexes(p_table, p_column) AS i), '[]');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.index_list(oid, name) IS
    'The indexes of a table, unique ones widened by a column unless that is NULL, to be written down and made again.';

CREATE OR REPLACE FUNCTION partition_tools_internal.incoming_keys(p_table oid)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce((SELECT json_agg(json_build_object('relid', k.conrelid, 'name', k.conname, 'definition', pg_get_constraintdef(k.oid)))
                       FROM pg_constraint AS k WHERE k.contype = 'f' AND k.confrelid = p_table AND k.conrelid <> p_table), '[]');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.incoming_keys(oid) IS 'The foreign keys that point at a table, to be written down and made again.';
