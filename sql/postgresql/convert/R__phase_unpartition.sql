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
    PERFORM partition_tools_internal.resolve_sources(p_job_id);
    -- In a statement of their own, for within one they would not see the sources.
    PERFORM partition_tools_internal.check_space(p_job_id), partition_tools_internal.check_generated(p_job_id), partition_tools_internal.check_locks(p_job_id);
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
BEGIN
    RETURN partition_tools_internal.switch_step(p_job_id, 'unpartition');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_unpartition_swap(bigint) IS
    'Phase unpartition_swap: the plain table takes the name of the partitioned one, with all that goes by name or OID. Locks: ACCESS EXCLUSIVE on the table, its partitions and views that read it, for milliseconds.';

CREATE OR REPLACE FUNCTION partition_tools_internal.unpartition_ready(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    PERFORM partition_tools_internal.unpartition_check(p_job_id), partition_tools_internal.unpartition_complete(p_job_id);
    IF partition_tools_internal.rebuild_due(p_job_id) AND NOT partition_tools_internal.rebuilt_often(p_job_id) THEN
        s.back_to := 'rebuild';
    ELSE
        s.again := partition_tools_internal.swap_take_over(p_job_id);
    END IF;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unpartition_ready(bigint) IS
    'Before the switch to a plain table: refuses what stands in its way, goes back to build indexes, or takes over what has changed.';

CREATE OR REPLACE FUNCTION partition_tools_internal.unpartition_begin(p_job_id bigint)
RETURNS json
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    t partition_tools_internal.job_target;
BEGIN
    SELECT * INTO STRICT t FROM partition_tools_internal.job_target AS g WHERE g.job_id = p_job_id;
    RETURN partition_tools_internal.keep_begin(p_job_id, t, partition_tools_internal.unpartition_given(p_job_id), (
                SELECT coalesce(json_agg(json_build_object('relid', c.oid, 'schema', n.nspname, 'name', c.relname) ORDER BY c.oid), '[]')
                  FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE i.inhparent = t.template));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unpartition_begin(bigint) IS
    'What is prepared before the locks of phase unpartition_swap: what the plain table gets, and what keeps the partitioned one in step; also where its partitions are.';

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
        'keys', to_json(partition_tools_internal.keys_awake(p_job_id)),
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
    r record;
BEGIN
    SELECT * INTO STRICT t FROM partition_tools_internal.job_target AS g WHERE g.job_id = p_job_id;
    PERFORM partition_tools_internal.leaves_close(p_job_id, (p_given ->> 'keeper')::bigint);
    EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', partition_tools_internal.stage_root(p_job_id), t.relid::regclass);
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT partition_tools_bounds', t.relid::regclass);
    PERFORM partition_tools_internal.digest_drop(p_job_id), partition_tools_internal.execute_all(p_given -> 'keys'), partition_tools_internal.execute_all(p_given -> 'grants');
    EXECUTE format('ALTER TABLE %s RENAME TO %I', t.template::regclass, partition_tools_internal.stage_name(p_job_id, 's1'));
    PERFORM partition_tools_internal.rename_table(t.relid, t.schema_name, t.name), partition_tools_internal.sequences_hand_over(t.template, t.relid);
    PERFORM partition_tools_internal.names_rename(p_given -> 'names');
    EXECUTE format('ALTER TABLE %s SET SCHEMA partition_tools_stage', t.template::regclass);
    FOR r IN SELECT c.oid::regclass AS index, n.final_name FROM partition_tools_internal.job_rename AS n JOIN pg_class AS c ON c.oid = n.relid WHERE n.job_id = p_job_id AND n.kind = 'INDEX' LOOP
        EXECUTE format('ALTER INDEX %s RENAME TO %I', r.index, r.final_name);
    END LOOP;
    PERFORM partition_tools_internal.identities_hand_over(t.template, t.relid, p_given -> 'names'), partition_tools_internal.execute_all(p_given -> 'given');
    PERFORM partition_tools_internal.leaf_give(t.relid, ARRAY(SELECT p FROM json_populate_recordset(NULL::partition_tools_internal.leaf_property, p_given -> 'policies') AS p), '{policy}');
    PERFORM partition_tools_internal.publications_hand_over(t.template, t.relid);
    EXECUTE format('ALTER TABLE %s REPLICA IDENTITY %s', t.relid::regclass, p_given ->> 'identity');
    PERFORM partition_tools_internal.execute_all(p_given -> 'views');
    PERFORM partition_tools_internal.keep_switch(p_job_id, t, p_given);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unpartition_switch(bigint, json) IS
    'Under the lock: the plain table takes the place of the partitioned one, which is put aside. Its partitions follow later, few at a time (leaves_put_aside): that would take long under this lock.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaves_close(p_job_id bigint, p_keeper bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- The triggers stay where they are until the partitions are out of the way. One statement, whatever the partitions.
    EXECUTE partition_tools_internal.fill_in($f$
        CREATE OR REPLACE FUNCTION {capture}() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
        AS $t$
        DECLARE
            v_context text;
        BEGIN
            GET DIAGNOSTICS v_context = PG_CONTEXT;
            IF strpos(v_context, {keeper}) > 0 THEN
                RETURN NULL;
            END IF;
            RAISE EXCEPTION 'relation "%" is no partition of a table any more', TG_TABLE_NAME
                USING ERRCODE = 'undefined_table', DETAIL = 'The table has become a plain one, and the row would not be in it.', HINT = 'Write to the table.';
        END
        $t$ $f$, json_build_object(
        'capture', partition_tools_internal.capture_table(p_job_id),
        -- What keeps it in step may write to it; with no such job, nobody.
        'keeper', coalesce(quote_literal(partition_tools_internal.stage_name(p_keeper, 'capture') || '()'), 'NULL')));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaves_close(bigint, bigint) IS
    'Lets the triggers that have captured changes of partitions refuse whoever writes to one of them by its name: nobody would see the row.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaves_put_aside(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_keeper bigint := (SELECT max(j.job_id) FROM partition_tools_internal.job AS j WHERE j.operation = 'partition_table' AND j.spec ->> 'convert_job' = p_job_id::text);
    v_aside name := partition_tools_internal.stage_name(v_keeper, 'p');
    v_leaves oid[];
    r record;
BEGIN
    IF v_keeper IS NULL THEN
        -- All of it is dropped.
        RETURN false;
    END IF;
    v_leaves := ARRAY(
        SELECT c.oid FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
         WHERE i.inhparent = to_regclass(partition_tools_internal.stage_root(v_keeper)) AND c.relnamespace <> 'partition_tools_stage'::regnamespace AND strpos(c.relname, v_aside) <> 1
         ORDER BY c.oid LIMIT 10);
    IF v_leaves = '{}' THEN
        RETURN false;
    END IF;
    v_leaves := partition_tools_internal.lock_some(v_leaves);
    FOR r IN SELECT c.oid AS relid, n.nspname, c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = ANY (v_leaves) LOOP
        IF EXISTS (SELECT FROM pg_class AS s WHERE s.relnamespace = 'partition_tools_stage'::regnamespace
                      AND s.relname IN (SELECT r.relname UNION ALL SELECT o.name FROM partition_tools_internal.names_of(r.relid) AS o)) THEN
            -- Of another table that is kept, from another schema: then under a name that nobody looks for, where it is.
            EXECUTE format('ALTER TABLE %s RENAME TO %I', r.relid::regclass, v_aside || r.relid);
        ELSE
            EXECUTE format('ALTER TABLE %s SET SCHEMA partition_tools_stage', r.relid::regclass);
        END IF;
        PERFORM partition_tools_internal.leaf_open(p_job_id, r.relid);
    END LOOP;
    RETURN true;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaves_put_aside(bigint) IS
    'Moves some partitions of a table that is kept out of the way: whoever writes to one by its name must not find it. False where all have been. Locks: ACCESS EXCLUSIVE on them, for milliseconds.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_open(p_job_id bigint, p_relid oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_name constant name := partition_tools_internal.stage_name(p_job_id, 'capture');
    r record;
BEGIN
    FOR r IN SELECT t.tgname FROM pg_trigger AS t WHERE t.tgrelid = p_relid AND t.tgname IN (c_name, (c_name || '_truncate')::name) LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', r.tgname, p_relid::regclass);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_open(bigint, oid) IS 'Takes the triggers of a job from one table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaves_take_back(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_spec   json := (SELECT j.spec FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id);
    v_leaves oid[] := ARRAY(
        SELECT c.oid FROM json_array_elements(CASE json_typeof(v_spec -> 'leaves') WHEN 'array' THEN v_spec -> 'leaves' ELSE '[]' END) AS l
          JOIN pg_inherits AS i ON i.inhparent = (v_spec ->> 'source')::oid AND i.inhrelid = (l ->> 'relid')::oid
          JOIN pg_class AS c ON c.oid = i.inhrelid JOIN pg_namespace AS o ON o.oid = c.relnamespace
         WHERE o.nspname <> l ->> 'schema' OR c.relname <> l ->> 'name' ORDER BY c.oid LIMIT 10);
    r record;
BEGIN
    IF v_leaves = '{}' THEN
        RETURN false;
    END IF;
    v_leaves := partition_tools_internal.lock_some(v_leaves);
    FOR r IN SELECT c.oid AS relid, o.nspname, c.relname, l ->> 'schema' AS schema_name, l ->> 'name' AS name
               FROM json_array_elements(v_spec -> 'leaves') AS l JOIN pg_class AS c ON c.oid = (l ->> 'relid')::oid JOIN pg_namespace AS o ON o.oid = c.relnamespace
              WHERE c.oid = ANY (v_leaves) LOOP
        IF r.relname <> r.name THEN
            EXECUTE format('ALTER TABLE %s RENAME TO %I', r.relid::regclass, r.name);
        END IF;
        IF r.nspname <> r.schema_name THEN
            EXECUTE format('ALTER TABLE %s SET SCHEMA %I', r.relid::regclass, r.schema_name);
        END IF;
    END LOOP;
    RETURN true;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaves_take_back(bigint) IS
    'Gives some partitions of a table that was kept their places back, which leaves_put_aside has moved. False where all have theirs. Locks: ACCESS EXCLUSIVE on them, for milliseconds.';
