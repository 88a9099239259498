CREATE OR REPLACE FUNCTION partition_tools_internal.phase_unpartition_prepare(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_key name[];
BEGIN
    PERFORM partition_tools_internal.unpartition_check(p_job_id);
    PERFORM partition_tools_internal.resolve_sources(p_job_id), partition_tools_internal.check_generated(p_job_id), partition_tools_internal.check_locks(p_job_id);
    PERFORM partition_tools_internal.unpartition_complete(p_job_id);
    v_key := partition_tools_internal.capture_key(p_job_id);
    INSERT INTO partition_tools_internal.job_context (job_id, format, parent, capture, key_columns, columns, fingerprint, definition)
    SELECT p_job_id, 2, j.table_oid, CASE WHEN v_key IS NULL THEN 'row' ELSE 'key' END, v_key,
           ARRAY(SELECT a.attname FROM pg_attribute AS a WHERE a.attrelid = j.table_oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum),
           '', partition_tools_internal.leaf_digests(partition_tools_internal.job_relids(p_job_id), '{PP041,taken over,rebuilt}')
      FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id;
    PERFORM partition_tools_internal.stage_tables(p_job_id), partition_tools_internal.capture_install(p_job_id);
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_unpartition_prepare(bigint) IS
    'Phase unpartition_prepare: makes the plain table in staging, and begins to capture changes on all partitions. Locks: SHARE ROW EXCLUSIVE on each of them until it commits.';

CREATE OR REPLACE FUNCTION partition_tools_internal.unpartition_complete(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_others text;
BEGIN
    SELECT string_agg(i.inhrelid::regclass::text, ', ' ORDER BY i.inhrelid) INTO v_others
      FROM partition_tools_internal.job AS j JOIN pg_inherits AS i ON i.inhparent = j.table_oid
     WHERE j.job_id = p_job_id AND i.inhrelid NOT IN (SELECT s.relid FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id);
    IF v_others IS NOT NULL THEN
        RAISE EXCEPTION 'partitions have come to the table of job % since it was planned: %', p_job_id, v_others
            USING ERRCODE = 'PP020', HINT = format('CALL partition_tools.cancel(%s), and unpartition the table again.', p_job_id);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unpartition_complete(bigint) IS
    'PP020 where a table has partitions that a job, which makes a plain table of it, does not know.';

CREATE OR REPLACE FUNCTION partition_tools_internal.phase_unpartition_swap(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_at    json := (partition_tools_internal.job_latest(p_job_id)).position;
    v_given json;
    v_since timestamptz;
BEGIN
    PERFORM partition_tools_internal.unpartition_check(p_job_id), partition_tools_internal.unpartition_complete(p_job_id);
    IF partition_tools_internal.rebuild_due(p_job_id) AND NOT partition_tools_internal.rebuilt_often(p_job_id) THEN
        s.back_to := 'rebuild';
        RETURN s;
    ELSIF partition_tools_internal.swap_take_over(p_job_id) THEN
        s.again := true;
        s.position := v_at;
        RETURN s;
    END IF;
    v_given := partition_tools_internal.unpartition_given(p_job_id);
    v_since := partition_tools_internal.unpartition_lock(p_job_id);
    PERFORM partition_tools_internal.check_capture(p_job_id), partition_tools_internal.unpartition_complete(p_job_id);
    IF partition_tools_internal.swap_last_delta(p_job_id) THEN
        s.back_to := 'mirror';
        s.position := json_build_object('tries', coalesce((v_at ->> 'tries')::int, 0) + 1);
        RETURN s;
    END IF;
    IF NOT partition_tools_internal.swap_unchanged(p_job_id) THEN
        s.again := true;
        s.position := v_at;
        RETURN s;
    END IF;
    PERFORM partition_tools_internal.unpartition_switch(p_job_id, v_given);
    s.position := partition_tools_internal.locked_position(v_since);
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_unpartition_swap(bigint) IS
    'Phase unpartition_swap: the plain table takes the name of the partitioned one, with all that goes by name or OID. Locks: ACCESS EXCLUSIVE on the table, its partitions and views that read it, for milliseconds.';

CREATE OR REPLACE FUNCTION partition_tools_internal.unpartition_lock(p_job_id bigint)
RETURNS timestamptz
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_relids oid[] := partition_tools_internal.job_relids(p_job_id);
    v_until  timestamptz;
BEGIN
    PERFORM partition_tools_internal.lock_out_vacuum(v_relids);
    v_until := partition_tools_internal.lock_deadline();
    PERFORM partition_tools_internal.lock_views(v_relids[1]), partition_tools_internal.lock_tables_until(v_relids, v_until);
    RETURN clock_timestamp();
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unpartition_lock(bigint) IS
    'Takes the locks of phase unpartition_swap, together within lock_timeout; returns since when they are held.';

CREATE OR REPLACE FUNCTION partition_tools_internal.unpartition_given(p_job_id bigint)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_kinds constant text[] := '{check,row security,trigger}';
    t partition_tools_internal.job_target;
    v_name text;
BEGIN
    SELECT * INTO STRICT t FROM partition_tools_internal.job_target AS g WHERE g.job_id = p_job_id;
    v_name := format('%I.%I', t.schema_name, t.name);
    RETURN json_build_object(
        'grants', coalesce(to_json(partition_tools_internal.take_statements(t.template, t.relid, '{grant}')), '[]'),
        'policies', coalesce((SELECT json_agg(p ORDER BY p.name) FROM partition_tools_internal.leaf_properties(ARRAY[t.template], '{policy}') AS p), '[]'),
        'views', coalesce(to_json(partition_tools_internal.view_statements(t.template)), '[]'),
        'given', to_json(partition_tools_internal.leaf_statements(t.relid, v_name, ARRAY(SELECT p FROM partition_tools_internal.leaf_properties(ARRAY[t.template], c_kinds) AS p), c_kinds,
                                                                  ARRAY(SELECT p FROM partition_tools_internal.leaf_properties(ARRAY[t.relid], c_kinds) AS p))),
        'identity', (SELECT CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' WHEN 'd' THEN 'DEFAULT'
                                 ELSE (SELECT format('USING INDEX %I', i.relname) FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid WHERE x.indrelid = c.oid AND x.indisreplident) END
                       FROM pg_class AS c WHERE c.oid = t.template));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unpartition_given(bigint) IS
    'What the plain table gets at the switch and not before, read before its locks.';

CREATE OR REPLACE FUNCTION partition_tools_internal.unpartition_switch(p_job_id bigint, p_given json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    t partition_tools_internal.job_target;
    v_names json;
    v_leaves json;
    r record;
BEGIN
    SELECT * INTO STRICT t FROM partition_tools_internal.job_target AS g WHERE g.job_id = p_job_id;
    PERFORM partition_tools_internal.capture_drop(p_job_id);
    EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', partition_tools_internal.stage_root(p_job_id), t.relid::regclass);
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT partition_tools_bounds', t.relid::regclass);
    PERFORM partition_tools_internal.digest_drop(p_job_id), partition_tools_internal.execute_all(p_given -> 'grants');
    EXECUTE format('ALTER TABLE %s RENAME TO %I', t.template::regclass, partition_tools_internal.stage_name(p_job_id, 's1'));
    PERFORM partition_tools_internal.rename_table(t.relid, t.schema_name, t.name), partition_tools_internal.sequences_hand_over(t.template, t.relid);
    v_names := partition_tools_internal.names_put_aside(t.template, partition_tools_internal.stage_name(p_job_id, 's1'));
    EXECUTE format('ALTER TABLE %s SET SCHEMA partition_tools_stage', t.template::regclass);
    -- Whoever writes to a partition by its name must not find it any more: nobody would see the row.
    v_leaves := partition_tools_internal.leaves_put_aside(t.template);
    FOR r IN SELECT c.oid::regclass AS index, n.final_name FROM partition_tools_internal.job_rename AS n JOIN pg_class AS c ON c.oid = n.relid WHERE n.job_id = p_job_id AND n.kind = 'INDEX' LOOP
        EXECUTE format('ALTER INDEX %s RENAME TO %I', r.index, r.final_name);
    END LOOP;
    PERFORM partition_tools_internal.identities_hand_over(t.template, t.relid, v_names), partition_tools_internal.execute_all(p_given -> 'given');
    PERFORM partition_tools_internal.leaf_give(t.relid, ARRAY(SELECT p FROM json_populate_recordset(NULL::partition_tools_internal.leaf_property, p_given -> 'policies') AS p), '{policy}');
    PERFORM partition_tools_internal.publications_hand_over(t.template, t.relid);
    EXECUTE format('ALTER TABLE %s REPLICA IDENTITY %s', t.relid::regclass, p_given ->> 'identity');
    PERFORM partition_tools_internal.execute_all(p_given -> 'views');
    PERFORM partition_tools_internal.convert_keep(p_job_id, t, v_names, v_leaves);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unpartition_switch(bigint, json) IS
    'Under the lock: the plain table takes the place of the partitioned one, which is put aside with its partitions.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaves_put_aside(p_table oid)
RETURNS json
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_leaves json := (SELECT coalesce(json_agg(json_build_object('relid', c.oid, 'schema', n.nspname) ORDER BY c.oid), '[]')
                        FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE i.inhparent = p_table);
    r record;
BEGIN
    FOR r IN SELECT i.inhrelid::regclass AS relation FROM pg_inherits AS i WHERE i.inhparent = p_table ORDER BY i.inhrelid LOOP
        EXECUTE format('ALTER TABLE %s SET SCHEMA partition_tools_stage', r.relation);
    END LOOP;
    RETURN v_leaves;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaves_put_aside(oid) IS
    'Moves the partitions of a table out of the way, which keep their names; returns the schemas that they were in.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaves_take_back(p_table oid, p_leaves json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN SELECT i.inhrelid::regclass AS relation, l ->> 'schema' AS schema_name
               FROM json_array_elements(CASE json_typeof(p_leaves) WHEN 'array' THEN p_leaves ELSE '[]' END) AS l JOIN pg_inherits AS i ON i.inhparent = p_table AND i.inhrelid = (l ->> 'relid')::oid LOOP
        EXECUTE format('ALTER TABLE %s SET SCHEMA %I', r.relation, r.schema_name);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaves_take_back(oid, json) IS
    'Moves the partitions of a table back to the schemas that leaves_put_aside has returned.';
