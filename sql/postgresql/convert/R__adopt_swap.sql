CREATE OR REPLACE FUNCTION partition_tools_internal.phase_adopt_swap(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN partition_tools_internal.switch_step(p_job_id, 'adopt');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_adopt_swap(bigint) IS
    'Phase adopt_swap: the partitioned table takes the name of the plain one, which becomes its partition; no row is read. Locks: ACCESS EXCLUSIVE on the table and on views that read it, for milliseconds.';

CREATE OR REPLACE FUNCTION partition_tools_internal.adopt_ready(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    s.back_to := coalesce(partition_tools_internal.convert_go_back(p_job_id),
                          CASE WHEN EXISTS (SELECT FROM partition_tools_internal.adopt_keys(p_job_id) AS k WHERE k.to_build) THEN 'adopt_index'
                               WHEN partition_tools_internal.adopt_checked(p_job_id) IS NULL THEN 'adopt_check'
                               WHEN NOT partition_tools_internal.adopt_checked(p_job_id) THEN 'adopt_validate' END);
    s.again := s.back_to IS NULL AND partition_tools_internal.convert_take_over(p_job_id);
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopt_ready(bigint) IS
    'Before a table is adopted: where the job has to go back to, or that what has changed on the plain table has been taken over.';

CREATE OR REPLACE FUNCTION partition_tools_internal.adopt_begin(p_job_id bigint)
RETURNS json
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_given json := partition_tools_internal.adopt_given(p_job_id);
BEGIN
    PERFORM partition_tools_internal.adopt_names(p_job_id), partition_tools_internal.convert_record(p_job_id, v_given -> 'widened');
    RETURN v_given;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopt_begin(bigint) IS
    'What is prepared before the locks of phase adopt_swap.';

CREATE OR REPLACE FUNCTION partition_tools_internal.adopt_names(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    t partition_tools_internal.job_target;
    i partition_tools_internal.leaf_property;
    v_keys oid[] := ARRAY(SELECT k.was FROM partition_tools_internal.adopt_keys(p_job_id) AS k JOIN pg_index AS x ON x.indexrelid = k.was WHERE x.indisprimary);
BEGIN
    t := partition_tools_internal.convert_root_target(p_job_id);
    SELECT a.schema_name, a.name INTO t.schema_name, t.name FROM partition_tools_internal.adopted_target(p_job_id) AS a;
    FOR i IN SELECT p.* FROM partition_tools_internal.leaf_properties(ARRAY[t.template], '{unique index,index}') AS p WHERE (p.details ->> 'oid')::oid <> ALL (v_keys) LOOP
        INSERT INTO partition_tools_internal.job_rename (job_id, kind, relid, final_name)
        VALUES (p_job_id, 'INDEX', (i.details ->> 'oid')::oid, partition_tools_internal.index_name(t, (i.details ->> 'oid')::oid, i)) ON CONFLICT DO NOTHING;
    END LOOP;
    INSERT INTO partition_tools_internal.job_rename (job_id, kind, relid, final_name)
    SELECT p_job_id, 'STATISTICS', x.oid, partition_tools_internal.short_name(t.name, format('_stat%s', nullif(row_number() OVER (ORDER BY x.oid), 1)))
      FROM pg_statistic_ext AS x WHERE x.stxrelid = t.template ON CONFLICT DO NOTHING;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopt_names(bigint) IS
    'Notes how the indexes and statistics of the plain table are to be called when they are those of a partition; the clean-up renames them.';

CREATE OR REPLACE FUNCTION partition_tools_internal.adopt_given(p_job_id bigint)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    t partition_tools_internal.job_target;
    a record;
    v_root text;
    v_leaf text;
    v_guarded boolean;
BEGIN
    t := partition_tools_internal.convert_root_target(p_job_id);
    SELECT * INTO a FROM partition_tools_internal.adopted_target(p_job_id);
    v_root := format('%I.%I', t.schema_name, t.name);
    v_leaf := format('%I.%I', a.schema_name, a.name);
    v_guarded := (SELECT c.relrowsecurity OR c.relforcerowsecurity FROM pg_class AS c WHERE c.oid = t.template);
    RETURN (partition_tools_internal.convert_given(p_job_id)::jsonb || jsonb_build_object(
        'widened', (SELECT coalesce(jsonb_agg(jsonb_build_object('narrow', k.was, 'wide', k.built, 'name', k.was_name)), '[]') FROM partition_tools_internal.adopt_keys(p_job_id) AS k),
        -- By the names that they will have.
        'taken', (SELECT coalesce(jsonb_agg(s.statement ORDER BY s.n, s.statement), '[]') FROM (
            SELECT 1 AS n, format('DROP TRIGGER %I ON %s', p.name, v_leaf) AS statement FROM partition_tools_internal.leaf_trigger(ARRAY[t.template]) AS p
            UNION ALL
            SELECT 2, format('DROP POLICY %I ON %s', p.polname, v_leaf) FROM pg_policy AS p WHERE p.polrelid = t.template
            UNION ALL
            SELECT 3, format('ALTER TABLE %s %s ROW LEVEL SECURITY', v_leaf, u.clause) FROM unnest(ARRAY['NO FORCE', 'DISABLE']) AS u (clause) WHERE v_guarded
            UNION ALL
            -- As of the other partitions: they are read through the table, whose policies hold.
            SELECT 4, format('REVOKE ALL ON %s FROM %s CASCADE', v_leaf, CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee)) END)
              FROM (SELECT DISTINCT e.grantee FROM pg_class AS c, aclexplode(c.relacl) AS e WHERE v_guarded AND c.oid = t.template AND e.grantee <> c.relowner
                    UNION
                    SELECT e.grantee FROM pg_attribute AS b, aclexplode(b.attacl) AS e, pg_class AS c WHERE v_guarded AND c.oid = t.template AND b.attrelid = c.oid AND e.grantee <> c.relowner) AS x
            UNION ALL
            SELECT 5, format('ALTER TABLE %s ALTER COLUMN %I DROP IDENTITY', v_leaf, b.attname) FROM pg_attribute AS b WHERE b.attrelid = t.template AND b.attidentity <> '' AND b.attnum > 0) AS s),
        'keys', (SELECT coalesce(jsonb_agg(u.statement ORDER BY k.number, u.n), '[]')
                   FROM partition_tools_internal.adopt_keys(p_job_id) AS k JOIN pg_index AS x ON x.indexrelid = k.was
                   LEFT JOIN pg_constraint AS c ON c.conindid = k.was AND c.conrelid = t.template AND c.contype IN ('p', 'u')
                  CROSS JOIN LATERAL (SELECT partition_tools_internal.short_name(a.name::text, CASE WHEN x.indisprimary THEN '_pkey' ELSE format('_key%s', k.number) END)) AS w (name)
                  CROSS JOIN LATERAL (SELECT CASE WHEN partition_tools_internal.relation_exists(t.schema_name, w.name)
                                                  THEN partition_tools_internal.short_name(w.name, '_' || substr(md5(k.built_name), 1, 6)) ELSE w.name END) AS f (name)
                  CROSS JOIN LATERAL (
                        -- Under the names that names_put_aside gives: see adopt_switch.
                        SELECT 1 AS n, format('ALTER TABLE %s DROP CONSTRAINT %%s', v_leaf) AS statement WHERE x.indisprimary
                        UNION ALL
                        SELECT 2, format('ALTER TABLE %s ALTER COLUMN %I SET NOT NULL', v_leaf, b.attname) FROM pg_attribute AS b
                         WHERE x.indisprimary AND b.attrelid = t.template AND b.attname = partition_tools_internal.key_column(t.relid) AND NOT b.attnotnull
                        UNION ALL
                        SELECT 3, format('ALTER INDEX %I.%I RENAME TO %I', t.schema_name, k.built_name, f.name)
                        UNION ALL
                        SELECT 4, format('ALTER TABLE %s ADD CONSTRAINT %I %s USING INDEX %2$I%4$s', v_leaf, f.name, CASE c.contype WHEN 'p' THEN 'PRIMARY KEY' ELSE 'UNIQUE' END,
                                         CASE WHEN c.condeferrable THEN ' DEFERRABLE' END || CASE WHEN c.condeferred THEN ' INITIALLY DEFERRED' ELSE '' END) WHERE c.oid IS NOT NULL
                        ) AS u),
        'attached', to_jsonb(partition_tools_internal.leaf_statements(t.relid, v_root, ARRAY(
                SELECT p FROM partition_tools_internal.leaf_properties(ARRAY[t.template], '{row security,trigger,check}') AS p WHERE p.kind <> 'check' OR NOT (p.details ->> 'validated')::boolean), '{check,row security,trigger}',
                ARRAY(SELECT p FROM partition_tools_internal.leaf_properties(ARRAY[t.relid], '{row security,trigger}') AS p)))))::json;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopt_given(bigint) IS
    'What is prepared before the locks of phase adopt_swap: statements that take from the plain table what only the partitioned one is to have, that exchange its unique keys, and that give the partitioned one what it gets at the switch.';

CREATE OR REPLACE FUNCTION partition_tools_internal.adopt_switch(p_job_id bigint, p_given json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    t partition_tools_internal.job_target;
    a record;
    v_names   json;
    v_keeper  bigint;
BEGIN
    t := partition_tools_internal.convert_root_target(p_job_id);
    SELECT * INTO a FROM partition_tools_internal.adopted_target(p_job_id);
    PERFORM partition_tools_internal.execute_all(p_given -> 'grants');
    EXECUTE format('ALTER TABLE %s RENAME TO %I', t.template::regclass, a.name);
    PERFORM partition_tools_internal.rename_table(t.relid, t.schema_name, t.name);
    PERFORM partition_tools_internal.rename_table(l.relid, l.schema_name, l.name) FROM partition_tools_internal.job_target AS l WHERE l.job_id = p_job_id;
    PERFORM partition_tools_internal.sequences_hand_over(t.template, t.relid);
    v_names := partition_tools_internal.names_put_aside(t.template, partition_tools_internal.stage_name(p_job_id, 's1'));
    PERFORM partition_tools_internal.identities_hand_over(t.template, t.relid, v_names), partition_tools_internal.publications_hand_over(t.template, t.relid);
    v_keeper := partition_tools_internal.adopt_keep(p_job_id, t, v_names, p_given -> 'widened');
    PERFORM partition_tools_internal.incoming_keys_take(v_keeper, t.template);
    PERFORM partition_tools_internal.execute_all(p_given -> 'taken');
    -- A primary key that is dropped bears the name by which its index was put aside.
    PERFORM partition_tools_internal.execute_all(ARRAY(
        SELECT replace(k.statement, 'DROP CONSTRAINT %s', format('DROP CONSTRAINT %I', (SELECT c.conname FROM pg_constraint AS c WHERE c.conrelid = t.template AND c.contype = 'p')))
          FROM json_array_elements_text(p_given -> 'keys') WITH ORDINALITY AS k(statement, n)
         ORDER BY k.n));
    PERFORM partition_tools_internal.indexes_rename(t.relid, p_given -> 'indexes');
    EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s %s', t.relid::regclass, t.template::regclass, partition_tools_internal.bound_clause(NULL, a.upper_text, false));
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', t.template::regclass, partition_tools_internal.stage_name(p_job_id, 'default'));
    PERFORM partition_tools_internal.execute_all(p_given -> 'attached');
    PERFORM partition_tools_internal.leaf_give(t.relid, ARRAY(SELECT p FROM json_populate_recordset(NULL::partition_tools_internal.leaf_property, p_given -> 'policies') AS p), '{policy}');
    PERFORM partition_tools_internal.convert_replica_identity(p_job_id);
    PERFORM partition_tools_internal.execute_all(p_given -> 'views');
    IF v_keeper IS NULL THEN
        PERFORM partition_tools_internal.adopt_narrow_drop(t.template, p_given -> 'widened');
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopt_switch(bigint, json) IS
    'Under the lock: the plain table becomes a partition of the partitioned one, which takes its name.';

CREATE OR REPLACE FUNCTION partition_tools_internal.adopt_narrow_drop(p_table oid, p_widened json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN SELECT k.conname, c.oid::regclass AS index
               FROM json_array_elements(p_widened) AS n JOIN pg_index AS x ON x.indexrelid = (n ->> 'narrow')::oid AND x.indrelid = p_table
               JOIN pg_class AS c ON c.oid = x.indexrelid LEFT JOIN pg_constraint AS k ON k.conindid = x.indexrelid AND k.conrelid = p_table AND k.contype IN ('p', 'u', 'x') LOOP
        IF r.conname IS NOT NULL THEN
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', p_table::regclass, r.conname);
        ELSE
            EXECUTE format('DROP INDEX %s', r.index);
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopt_narrow_drop(oid, json) IS
    'Drops the unique keys of an adopted table that stand beside those that were widened.';

CREATE OR REPLACE FUNCTION partition_tools_internal.adopt_keep(
    p_job_id bigint, p_root partition_tools_internal.job_target, p_names json, p_widened json)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_keep   interval := (SELECT (j.spec ->> 'keep_source')::interval FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id);
    v_run_id bigint;
    v_keeper bigint;
BEGIN
    IF v_keep = '0' THEN
        RETURN NULL;
    END IF;
    INSERT INTO partition_tools_internal.run (kind, as_of) VALUES ('partitioning', now()) RETURNING run_id INTO v_run_id;
    INSERT INTO partition_tools_internal.job (run_id, ordinal, table_oid, table_name, operation, action, strategy, sources, targets, total, spec)
    VALUES (v_run_id, 1, p_root.relid, format('%I.%I', p_root.schema_name, p_root.name), 'partition_table', 'keep', 'the plain table is a partition, and can leave it',
            ARRAY[format('%I', p_root.name)], '{}', NULL,
            json_build_object('convert_job', p_job_id, 'mode', 'adopt', 'source', p_root.template, 'until', clock_timestamp() + v_keep, 'names', p_names, 'widened', p_widened,
                              -- It will not be any more, where the primary key is widened by it.
                              'nullable', (SELECT a.attname FROM pg_attribute AS a WHERE a.attrelid = p_root.template AND a.attname = partition_tools_internal.key_column(p_root.relid) AND NOT a.attnotnull),
                              'sources', '[]'::json, 'targets', '[]'::json))
    RETURNING job_id INTO v_keeper;
    PERFORM partition_tools_internal.job_identify(v_keeper);
    INSERT INTO partition_tools_internal.job_context (job_id, format, parent, columns, fingerprint)
    SELECT v_keeper, 2, p_root.relid, x.columns, '' FROM partition_tools_internal.job_context AS x WHERE x.job_id = p_job_id;
    RETURN v_keeper;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopt_keep(bigint, partition_tools_internal.job_target, json, json) IS
    'The job that stands for the way back of a table that was adopted: its names, and the keys that were widened; NULL where there is to be none.';
