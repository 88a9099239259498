CREATE OR REPLACE FUNCTION partition_tools_internal.phase_revert_index(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN partition_tools_internal.adopt_build(p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_revert_index(bigint) IS
    'Phase revert_index: the primary key of an adopted table as it was. Locks: as phase adopt_index.';

CREATE OR REPLACE FUNCTION partition_tools_internal.adopted_others(p_job_id bigint)
RETURNS oid[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_root  oid := partition_tools_internal.convert_root(p_job_id);
    v_table oid := partition_tools_internal.adopted_table(p_job_id);
BEGIN
    RETURN ARRAY(SELECT i.inhrelid FROM pg_inherits AS i WHERE i.inhparent = v_root AND i.inhrelid <> v_table AND pg_relation_size(i.inhrelid) > 0 ORDER BY i.inhrelid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopted_others(bigint) IS
    'The partitions beside an adopted one that have rows, or had: they go back to it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.adopted_room(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_limit  bigint := partition_tools_internal.setting('revert_rows', '10000')::bigint;
    v_others oid[] := partition_tools_internal.adopted_others(p_job_id);
    v_rows   bigint;
BEGIN
    IF v_others = '{}' THEN
        RETURN;
    END IF;
    EXECUTE format('SELECT count(*) FROM (%s LIMIT %s) AS r', (
        SELECT string_agg(format('SELECT FROM ONLY %s', o::regclass), ' UNION ALL ') FROM unnest(v_others) AS o), v_limit + 1) INTO v_rows;
    IF v_rows > v_limit THEN
        RAISE EXCEPTION 'more than % rows of % lie in partitions beside the one that the plain table is', v_limit, partition_tools_internal.convert_root(p_job_id)::regclass
            USING ERRCODE = 'PP088', DETAIL = 'They would be moved under the lock of the switch, at some hundred thousand a second.',
                  HINT = format('CALL partition_tools.finish(%s) and partition_tools.unpartition, which makes a plain table by copying, while the table is in use; or SET partition_tools.revert_rows to how many you would wait for.', p_job_id);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopted_room(bigint) IS
    'PP088 where more rows would have to be moved under the lock of the way back than partition_tools.revert_rows (default 10000) allows.';

CREATE OR REPLACE FUNCTION partition_tools_internal.phase_revert_adopted(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN partition_tools_internal.switch_step(p_job_id, 'adopt_revert');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_revert_adopted(bigint) IS
    'Phase revert_adopted: the adopted partition leaves the table, gets the rows of the others, and is the plain table again. Locks: ACCESS EXCLUSIVE on the table, its partitions and the views that read it, for milliseconds and the time that these rows take.';

CREATE OR REPLACE FUNCTION partition_tools_internal.adopt_revert_ready(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    PERFORM partition_tools_internal.revert_check(p_job_id), partition_tools_internal.adopted_room(p_job_id);
    s.back_to := CASE WHEN EXISTS (SELECT FROM partition_tools_internal.adopt_keys(p_job_id) AS k WHERE k.to_build) THEN 'revert_index' END;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopt_revert_ready(bigint) IS
    'Before an adopted table is given back: refuses what stands in the way, or goes back to build an index.';

CREATE OR REPLACE FUNCTION partition_tools_internal.adopt_revert_holds(p_job_id bigint, p_given json)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    PERFORM partition_tools_internal.adopted_room(p_job_id);
    s.again := partition_tools_internal.adopt_revert_given(p_job_id)::text <> p_given::text;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopt_revert_holds(bigint, json) IS
    'Under the locks of phase revert_adopted: whether what was prepared still holds.';

CREATE OR REPLACE FUNCTION partition_tools_internal.adopt_revert_given(p_job_id bigint)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- What a partition has of its own it has kept; these the partitioned table has had instead of it.
    c_kinds constant text[] := '{row security,trigger,comment}';
    v_root  oid := partition_tools_internal.convert_root(p_job_id);
    v_table oid := partition_tools_internal.adopted_table(p_job_id);
    v_known json := (SELECT j.spec -> 'widened' FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id);
BEGIN
    RETURN json_build_object(
        'views', coalesce(to_json(partition_tools_internal.view_statements(v_root)), '[]'),
        'grants', coalesce(to_json(partition_tools_internal.take_statements(v_root, v_table, '{grant}')), '[]'),
        'policies', coalesce((SELECT json_agg(p ORDER BY p.name) FROM partition_tools_internal.leaf_properties(ARRAY[v_root], '{policy}') AS p), '[]'),
        'given', (SELECT to_json(partition_tools_internal.leaf_statements(v_table, (SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = v_root),
                             ARRAY(SELECT p FROM partition_tools_internal.leaf_properties(ARRAY[v_root], c_kinds) AS p), c_kinds,
                             -- Triggers that it has from the table leave with it.
                             ARRAY(SELECT p FROM partition_tools_internal.leaf_properties(ARRAY[v_table], '{row security,comment}') AS p)))),
        'nullable', (SELECT coalesce(json_agg(format('ALTER TABLE %s ALTER COLUMN %I DROP NOT NULL', v_table::regclass, a.attname)), '[]')
                       FROM partition_tools_internal.job AS j JOIN pg_attribute AS a ON a.attrelid = v_table AND a.attname = j.spec ->> 'nullable' AND a.attnotnull WHERE j.job_id = p_job_id),
        'keys', (SELECT coalesce(json_agg(u.statement ORDER BY n ->> 'name', u.step), '[]')
                   FROM json_array_elements(v_known) AS n
                   JOIN pg_index AS x ON x.indexrelid = (n ->> 'wide')::oid AND x.indrelid = v_table JOIN pg_class AS i ON i.oid = x.indexrelid JOIN pg_namespace AS s ON s.oid = i.relnamespace
                   LEFT JOIN pg_constraint AS c ON c.conindid = x.indexrelid AND c.conrelid = v_table AND c.contype IN ('p', 'u')
                   LEFT JOIN partition_tools_internal.adopt_keys(p_job_id) AS k ON k.was = x.indexrelid
                  CROSS JOIN LATERAL (
                        SELECT 1 AS step, CASE WHEN c.oid IS NULL THEN format('DROP INDEX %I.%I', s.nspname, i.relname) ELSE format('ALTER TABLE %s DROP CONSTRAINT %I', v_table::regclass, c.conname) END AS statement
                        UNION ALL
                        SELECT 2, format('ALTER TABLE %s ADD CONSTRAINT %I %s USING INDEX %2$I%4$s', v_table::regclass, k.built_name, CASE c.contype WHEN 'p' THEN 'PRIMARY KEY' ELSE 'UNIQUE' END,
                                         CASE WHEN c.condeferrable THEN ' DEFERRABLE' END || CASE WHEN c.condeferred THEN ' INITIALLY DEFERRED' ELSE '' END)
                         WHERE c.oid IS NOT NULL AND k.number IS NOT NULL) AS u),
        -- Built anew, it has another number than the one that was recorded.
        'renames', (SELECT coalesce(json_agg(json_build_object('now', k.built_name, 'name', n ->> 'name') ORDER BY n ->> 'name'), '[]')
                      FROM json_array_elements(v_known) AS n JOIN partition_tools_internal.adopt_keys(p_job_id) AS k ON k.was = (n ->> 'wide')::oid));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopt_revert_given(bigint) IS
    'What is prepared before the locks of phase revert_adopted: what the plain table takes over from the partitioned one, and its keys as they were.';

CREATE OR REPLACE FUNCTION partition_tools_internal.adopt_revert_switch(p_job_id bigint, p_given json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_root   oid := partition_tools_internal.convert_root(p_job_id);
    v_table  oid := partition_tools_internal.adopted_table(p_job_id);
    v_others oid[] := partition_tools_internal.adopted_others(p_job_id);
    v_names  json := (SELECT j.spec -> 'names' FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id);
    v_columns text := (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute AS a
                        WHERE a.attrelid = v_root AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '');
    v_root_names json;
    t record;
    r record;
BEGIN
    SELECT n.nspname, c.relname, c.relreplident INTO t FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = v_root;
    -- Of constraint triggers DETACH would leave the partition's behind, bound to the table's.
    FOR r IN SELECT d.name FROM partition_tools_internal.leaf_triggers(ARRAY[v_root]) AS d WHERE d.before LIKE 'CREATE CONSTRAINT TRIGGER %' LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', r.name, v_root::regclass);
    END LOOP;
    EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', v_root::regclass, v_table::regclass);
    PERFORM partition_tools_internal.execute_all(p_given -> 'keys'), partition_tools_internal.execute_all(p_given -> 'nullable'), partition_tools_internal.execute_all(p_given -> 'grants');
    BEGIN
        FOR r IN SELECT o::regclass AS relation FROM unnest(v_others) AS o LOOP
            EXECUTE format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM ONLY %3$s', v_table::regclass, v_columns, r.relation);
        END LOOP;
    EXCEPTION WHEN unique_violation THEN
        RAISE EXCEPTION 'rows of % that lie in other partitions cannot be in the plain table: %', v_root::regclass, SQLERRM
            USING ERRCODE = 'PP088', DETAIL = 'The key as it was does not hold for all partitions together.', HINT = 'Correct the rows, and call revert again.';
    END;
    -- While it bears the name by which their definitions call it.
    PERFORM partition_tools_internal.incoming_keys_give(p_job_id, false);
    v_root_names := partition_tools_internal.names_put_aside(v_root, partition_tools_internal.stage_name(p_job_id, 'n'));
    EXECUTE format('ALTER TABLE %s RENAME TO %I', v_root::regclass, partition_tools_internal.stage_name(p_job_id, 'n1'));
    PERFORM partition_tools_internal.rename_table(v_table, t.nspname, t.relname);
    PERFORM partition_tools_internal.sequences_hand_over(v_root, v_table);
    EXECUTE format('ALTER TABLE %s SET SCHEMA partition_tools_stage', v_root::regclass);
    FOR r IN SELECT i.relname AS now, n ->> 'name' AS name FROM json_array_elements(p_given -> 'renames') AS n JOIN pg_index AS x ON x.indrelid = v_table JOIN pg_class AS i ON i.oid = x.indexrelid AND i.relname = n ->> 'now' LOOP
        EXECUTE format('ALTER INDEX %I.%I RENAME TO %I', t.nspname, r.now, r.name);
    END LOOP;
    PERFORM partition_tools_internal.names_take_back(v_table, v_names);
    PERFORM partition_tools_internal.identities_hand_over(v_root, v_table, v_root_names), partition_tools_internal.publications_hand_over(v_root, v_table);
    PERFORM partition_tools_internal.execute_all(p_given -> 'given');
    PERFORM partition_tools_internal.leaf_give(v_table, ARRAY(SELECT p FROM json_populate_recordset(NULL::partition_tools_internal.leaf_property, p_given -> 'policies') AS p), '{policy}');
    PERFORM partition_tools_internal.adopt_revert_identity(v_root, v_table, t.relreplident);
    PERFORM partition_tools_internal.outgoing_keys_drop(v_root);
    PERFORM partition_tools_internal.execute_all(p_given -> 'views');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopt_revert_switch(bigint, json) IS
    'Under the lock: the adopted partition gets all rows and is the plain table again; the partitioned one is put aside, empty.';

CREATE OR REPLACE FUNCTION partition_tools_internal.adopt_revert_identity(p_root oid, p_table oid, p_kind "char")
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- By what it was called, which names_take_back has given back.
    v_index name := (SELECT coalesce((SELECT i.relname FROM pg_index AS n JOIN pg_class AS i ON i.oid = n.indexrelid WHERE n.indrelid = p_table AND n.indisreplident),
                                     (SELECT i.relname FROM pg_index AS n JOIN pg_class AS i ON i.oid = n.indexrelid
                                       WHERE n.indrelid = p_table AND n.indisunique AND n.indimmediate AND partition_tools_internal.key_widened(partition_tools_internal.index_tail(n.indexrelid), k.column_name)
                                             = (SELECT partition_tools_internal.index_tail(x.indexrelid) FROM pg_index AS x WHERE x.indrelid = p_root AND x.indisreplident) LIMIT 1))
                       FROM (SELECT partition_tools_internal.key_column(p_root) AS column_name) AS k);
BEGIN
    IF p_kind = 'i' AND v_index IS NOT NULL THEN
        EXECUTE format('ALTER TABLE %s REPLICA IDENTITY USING INDEX %I', p_table::regclass, v_index);
    ELSIF p_kind <> 'i' AND p_kind <> (SELECT c.relreplident FROM pg_class AS c WHERE c.oid = p_table) THEN
        EXECUTE format('ALTER TABLE %s REPLICA IDENTITY %s', p_table::regclass, CASE p_kind WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' ELSE 'DEFAULT' END);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopt_revert_identity(oid, oid, "char") IS
    'The replica identity of the partitioned table, given to the plain one that it was.';
