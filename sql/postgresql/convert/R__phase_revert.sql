CREATE OR REPLACE FUNCTION partition_tools_internal.phase_revert_check(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    PERFORM partition_tools_internal.revert_check(p_job_id);
    IF NOT partition_tools_internal.job_adopted(p_job_id) THEN
        PERFORM partition_tools_internal.revert_definition(p_job_id);
    END IF;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_revert_check(bigint) IS
    'Phase revert_check: refuses what stands in the way of the plain table. Locks: none.';

CREATE OR REPLACE FUNCTION partition_tools_internal.kept_table(p_job_id bigint)
RETURNS oid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF partition_tools_internal.job_adopted(p_job_id) THEN
        RETURN partition_tools_internal.adopted_table(p_job_id);
    END IF;
    -- By its name, which only the job gives.
    RETURN to_regclass(partition_tools_internal.stage_root(p_job_id));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.kept_table(bigint) IS 'The plain table that a job keeps in step; NULL where it is gone, or in its place again.';

CREATE OR REPLACE FUNCTION partition_tools_internal.revert_check(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_kept oid := partition_tools_internal.kept_table(p_job_id);
    v_root oid := partition_tools_internal.convert_root(p_job_id);
    v_findings text;
BEGIN
    SELECT string_agg(f.finding, E'\n' ORDER BY f.finding) INTO v_findings
      FROM (SELECT 'the plain table is gone' AS finding WHERE v_kept IS NULL
            UNION ALL
            SELECT 'columns of the table have changed since' WHERE NOT partition_tools_internal.job_adopted(p_job_id) AND partition_tools_internal.keeper_fingerprint(v_root) <> partition_tools_internal.keeper_fingerprint(v_kept)
            UNION ALL
            SELECT format('foreign key %I of %s points at it', k.conname, k.conrelid::regclass) FROM pg_constraint AS k WHERE k.contype = 'f' AND k.confrelid = v_root AND k.conparentid = 0
            UNION ALL
            SELECT format('%s depends on it', d.object) FROM partition_tools_internal.convert_dependents(v_root) AS d
             -- Its partitions, and what is theirs, go with it.
             WHERE d.object NOT IN (SELECT pg_describe_object('pg_class'::regclass, i.inhrelid, 0) FROM pg_inherits AS i WHERE i.inhparent = v_root)
            UNION ALL
            SELECT format('%s depends on partition %s', partition_tools_internal.dependents(i.inhrelid), i.inhrelid::regclass) FROM pg_inherits AS i
             WHERE i.inhparent = v_root AND partition_tools_internal.dependents(i.inhrelid) IS NOT NULL
            UNION ALL
            SELECT format('%s has the name of a partition that would come back', o.oid::regclass)
              FROM partition_tools_internal.job AS j CROSS JOIN json_array_elements(CASE json_typeof(j.spec -> 'leaves') WHEN 'array' THEN j.spec -> 'leaves' ELSE '[]' END) AS l
              JOIN pg_class AS c ON c.oid = (l ->> 'relid')::oid JOIN pg_namespace AS n ON n.nspname = l ->> 'schema'
              -- Those that were put aside by an earlier version have kept their names.
              JOIN pg_class AS o ON o.relnamespace = n.oid AND o.relname = coalesce(l ->> 'name', c.relname) AND o.oid <> c.oid
             WHERE j.job_id = p_job_id
            UNION ALL
            SELECT format('view %s belongs to %I, of which you are not a member', v.relid::regclass, pg_get_userbyid(v.owner))
              FROM partition_tools_internal.convert_views(v_root) AS v WHERE NOT pg_has_role(v.owner, 'USAGE')) AS f;
    IF v_findings IS NOT NULL THEN
        RAISE EXCEPTION '% cannot become the plain table again that it was', v_root::regclass
            USING ERRCODE = 'PP088', DETAIL = v_findings, HINT = format('Remove it, then CALL partition_tools.revert(%s) again; or CALL partition_tools.finish(%1$s), which gives the plain table up.', p_job_id);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.revert_check(bigint) IS
    'PP088 where the plain table that is kept cannot take the place of the partitioned one: with all that stands in the way.';

CREATE OR REPLACE FUNCTION partition_tools_internal.phase_revert_digest(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    IF partition_tools_internal.kept_digest(p_job_id) IS NULL THEN
        -- Nobody writes to it: changes are only recorded until phase mirror.
        EXECUTE format('CREATE INDEX %I ON %s ((%s))', partition_tools_internal.stage_name(p_job_id, 'digest'), partition_tools_internal.stage_root(p_job_id),
                       replace(partition_tools_internal.row_digest(p_job_id, '"partition_tools_row"'), '"partition_tools_row".', ''));
    END IF;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_revert_digest(bigint) IS
    'Phase revert_digest: an index by which rows without a key are found in the plain table, until it has its place again. Locks: none on the table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.kept_digest(p_job_id bigint)
RETURNS oid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT c.oid FROM pg_index AS x JOIN pg_class AS c ON c.oid = x.indexrelid
             WHERE c.relname = partition_tools_internal.stage_name(p_job_id, 'digest') AND c.relnamespace = 'partition_tools_stage'::regnamespace);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.kept_digest(bigint) IS 'The index of phase revert_digest; NULL where it is not there.';

CREATE OR REPLACE FUNCTION partition_tools_internal.phase_revert_keys(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_kept oid := partition_tools_internal.kept_table(p_job_id);
    k record;
BEGIN
    FOR k IN SELECT c.conname, regexp_replace(pg_get_constraintdef(c.oid), ' NOT VALID$', '') AS definition, c.convalidated, obj_description(c.oid, 'pg_constraint') AS comment, n.oid AS added
               FROM pg_constraint AS c LEFT JOIN pg_constraint AS n ON n.conrelid = v_kept AND n.contype = 'f' AND n.conname = c.conname
              WHERE c.conrelid = partition_tools_internal.convert_root(p_job_id) AND c.contype = 'f'
                AND NOT EXISTS (SELECT FROM pg_constraint AS p WHERE p.oid = c.conparentid AND p.conrelid = c.conrelid) LOOP
        IF k.added IS NULL AND partition_tools_internal.unproven(v_kept) IS NULL THEN
            s.again := partition_tools_internal.revert_key_of_leaves(v_kept, k.conname, k.definition, k.comment) OR coalesce(s.again, false);
        ELSIF k.added IS NULL THEN
            PERFORM partition_tools_internal.convert_foreign_key(v_kept, k.conname, k.definition || partition_tools_internal.unproven(v_kept), k.comment);
            s.again := true;
        ELSIF k.convalidated THEN
            EXECUTE format('ALTER TABLE %s VALIDATE CONSTRAINT %I', v_kept::regclass, k.conname);
        END IF;
    END LOOP;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_revert_keys(bigint) IS
    'Phase revert_keys: the foreign keys of a plain table without a key, which was kept without them: added, then validated. Locks: SHARE ROW EXCLUSIVE on the tables that they refer to, for milliseconds.';

CREATE OR REPLACE FUNCTION partition_tools_internal.unproven(p_relid oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE WHEN (SELECT c.relkind FROM pg_class AS c WHERE c.oid = p_relid) <> 'p' OR current_setting('server_version_num')::int >= 180000 THEN ' NOT VALID' END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unproven(oid) IS
    'What makes a foreign key of a table one that is proved later; NULL where there is no such thing: before PostgreSQL 18, on a partitioned table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.revert_key_of_leaves(p_kept oid, p_name name, p_definition text, p_comment text)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
    v_again boolean := false;
BEGIN
    FOR r IN SELECT i.inhrelid, k.oid AS added FROM pg_inherits AS i
               LEFT JOIN pg_constraint AS k ON k.conrelid = i.inhrelid AND k.contype = 'f' AND k.conname = p_name
              WHERE i.inhparent = p_kept AND k.convalidated IS NOT TRUE ORDER BY i.inhrelid LOOP
        IF r.added IS NULL THEN
            PERFORM partition_tools_internal.convert_foreign_key(r.inhrelid, p_name, p_definition || partition_tools_internal.unproven(r.inhrelid), NULL);
        ELSE
            EXECUTE format('ALTER TABLE %s VALIDATE CONSTRAINT %I', r.inhrelid::regclass, p_name);
        END IF;
        v_again := true;
    END LOOP;
    IF NOT v_again THEN
        -- It takes those of its partitions for its own, and reads nothing.
        PERFORM partition_tools_internal.convert_foreign_key(p_kept, p_name, p_definition, p_comment);
    END IF;
    RETURN v_again;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.revert_key_of_leaves(oid, name, text, text) IS
    'Gives a partitioned table that is kept a foreign key before PostgreSQL 18, a step at each call: its partitions first, not validated, then validated, then the table itself. True until that is done.';

CREATE OR REPLACE FUNCTION partition_tools_internal.phase_revert_swap(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN partition_tools_internal.switch_step(p_job_id, 'revert');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_revert_swap(bigint) IS
    'Phase revert_swap: the table that is kept takes its place again. Locks: ACCESS EXCLUSIVE on the table, its partitions and the views that read it, for milliseconds. Where partitions have changed since the conversion, both are read and compared before.';

CREATE OR REPLACE FUNCTION partition_tools_internal.revert_ready(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_leaves text := partition_tools_internal.keeper_leaves(p_job_id);
BEGIN
    PERFORM partition_tools_internal.revert_check(p_job_id), partition_tools_internal.revert_definition(p_job_id);
    IF v_leaves IS DISTINCT FROM partition_tools_internal.revert_known(p_job_id) THEN
        -- Partitions have come, gone or been written anew: then nobody can say that every row is on both sides, but who compares.
        PERFORM partition_tools_internal.revert_compare(p_job_id);
        UPDATE partition_tools_internal.job_source AS c SET file = pg_relation_filenode(c.relid) WHERE c.job_id = p_job_id;
        s.again := true;
        s.position := json_build_object('compared', v_leaves);
    END IF;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.revert_ready(bigint) IS
    'Before the way back: refuses what stands in its way, and compares both tables where partitions have changed.';

CREATE OR REPLACE FUNCTION partition_tools_internal.revert_known(p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce((partition_tools_internal.job_latest(p_job_id)).position ->> 'compared',
                    (SELECT x.stamp FROM partition_tools_internal.job_context AS x WHERE x.job_id = p_job_id));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.revert_known(bigint) IS
    'keeper_leaves as it was when both tables were known to have the same rows.';

CREATE OR REPLACE FUNCTION partition_tools_internal.revert_holds(p_job_id bigint, p_given json, p_stamp text)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    s.again := partition_tools_internal.keeper_leaves(p_job_id) IS DISTINCT FROM partition_tools_internal.revert_known(p_job_id)
        OR partition_tools_internal.catalog_stamp(p_job_id) <> p_stamp
        OR coalesce(to_json(partition_tools_internal.view_statements(partition_tools_internal.convert_root(p_job_id)))::text, '[]') <> p_given ->> 'views';
    IF s.again THEN
        s.position := (partition_tools_internal.job_latest(p_job_id)).position;
        RETURN s;
    END IF;
    PERFORM partition_tools_internal.check_capture(p_job_id);
    IF partition_tools_internal.catch_up_backlog(p_job_id, 1) > 0 THEN
        -- What the plain table has refused at its moment, a deferrable key for example.
        PERFORM partition_tools_internal.catch_up(p_job_id);
    END IF;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.revert_holds(bigint, json, text) IS
    'Under the locks of phase revert_swap: whether what was looked at and prepared still holds; then the table that is kept gets what it has refused at its moment.';

CREATE OR REPLACE FUNCTION partition_tools_internal.revert_compare(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_root oid := partition_tools_internal.convert_root(p_job_id);
    v_now  text;
    v_kept text;
BEGIN
    -- One statement, and so one snapshot: in each, both have the same rows.
    EXECUTE format('SELECT (SELECT concat_ws('' '', count(*), sum((%1$s)::numeric)) FROM %2$s AS r), (SELECT concat_ws('' '', count(*), sum((%1$s)::numeric)) FROM %3$s AS r)',
                   partition_tools_internal.row_digest(p_job_id, 'r'), v_root::regclass, partition_tools_internal.stage_root(p_job_id)) INTO v_now, v_kept;
    IF v_now <> v_kept THEN
        RAISE EXCEPTION 'the plain table that % was does not have its rows any more', v_root::regclass
            USING ERRCODE = 'PP088', DETAIL = format('Partitions have been attached, detached, dropped or truncated since. Rows and checksum now: %s; of the plain table: %s.', v_now, v_kept),
                  HINT = format('Undo that, or give the plain table up: CALL partition_tools.finish(%s). Its rows are in %s.', p_job_id, partition_tools_internal.stage_root(p_job_id));
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.revert_compare(bigint) IS
    'PP088 where the plain table that is kept and the partitioned one do not have the same rows, by number and checksum.';

CREATE OR REPLACE FUNCTION partition_tools_internal.revert_given(p_job_id bigint)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_root oid := partition_tools_internal.convert_root(p_job_id);
    v_kept oid := partition_tools_internal.kept_table(p_job_id);
BEGIN
    RETURN json_build_object(
        'keys', coalesce((SELECT json_agg(s.statement ORDER BY k.name, s.n)
                            FROM partition_tools_internal.leaf_foreign_key(ARRAY[v_root]) AS k
                           CROSS JOIN LATERAL (VALUES (1, format('ALTER TABLE %s ADD CONSTRAINT %I %s%s', v_kept::regclass, k.name, k.definition, CASE WHEN k.definition NOT LIKE '% NOT ENFORCED' THEN partition_tools_internal.unproven(v_kept) END)),
                                                      (2, format('COMMENT ON CONSTRAINT %I ON %s IS ', k.name, v_kept::regclass) || quote_literal(k.details ->> 'comment'))) AS s(n, statement)
                           WHERE s.statement IS NOT NULL AND partition_tools_internal.unproven(v_kept) IS NOT NULL
                             AND NOT EXISTS (SELECT FROM pg_constraint AS n WHERE n.conrelid = v_kept AND n.contype = 'f' AND n.conname = k.name)), '[]'),
        'views', coalesce(to_json(partition_tools_internal.view_statements(v_root)), '[]'),
        'taken', coalesce(to_json(partition_tools_internal.revert_taken(p_job_id)), '[]'),
        'policies', coalesce((SELECT json_agg(p ORDER BY p.name) FROM partition_tools_internal.revert_policies(v_root, v_kept) AS p), '[]'));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.revert_given(bigint) IS
    'What the table that is kept takes over from the other one when it gets its place again.';

CREATE OR REPLACE FUNCTION partition_tools_internal.revert_switch(p_job_id bigint, p_given json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_root oid := partition_tools_internal.convert_root(p_job_id);
    v_kept oid := partition_tools_internal.kept_table(p_job_id);
    v_names json := (SELECT j.spec -> 'names' FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id);
    t record;
BEGIN
    SELECT n.nspname, c.relname INTO t FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = v_root;
    PERFORM partition_tools_internal.capture_drop(p_job_id);
    IF partition_tools_internal.kept_digest(p_job_id) IS NOT NULL THEN
        EXECUTE format('DROP INDEX %s', partition_tools_internal.kept_digest(p_job_id)::regclass);
    END IF;
    PERFORM partition_tools_internal.execute_all(p_given -> 'taken'), partition_tools_internal.execute_all(p_given -> 'keys');
    -- While it bears the name by which their definitions call it.
    PERFORM partition_tools_internal.incoming_keys_give(p_job_id, false);
    -- Its rows are the plain table's from now on, and would forbid to delete what they refer to.
    PERFORM partition_tools_internal.outgoing_keys_drop(v_root), partition_tools_internal.names_put_aside(v_root, partition_tools_internal.stage_name(p_job_id, 'n'));
    EXECUTE format('ALTER TABLE %s RENAME TO %I', v_root::regclass, partition_tools_internal.stage_name(p_job_id, 'n1'));
    PERFORM partition_tools_internal.rename_table(v_kept, t.nspname, t.relname);
    PERFORM partition_tools_internal.sequences_hand_over(v_root, v_kept);
    EXECUTE format('ALTER TABLE %s SET SCHEMA partition_tools_stage', v_root::regclass);
    PERFORM partition_tools_internal.names_take_back(v_kept, v_names);
    PERFORM partition_tools_internal.identities_go_on(v_root, v_kept), partition_tools_internal.publications_hand_over(v_root, v_kept);
    PERFORM partition_tools_internal.leaf_give(v_kept, ARRAY(SELECT p FROM json_populate_recordset(NULL::partition_tools_internal.leaf_property, p_given -> 'policies') AS p), '{policy}')
      WHERE json_array_length(p_given -> 'policies') > 0;
    PERFORM partition_tools_internal.execute_all(p_given -> 'views');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.revert_switch(bigint, json) IS
    'Under the lock: the plain table takes the place of the partitioned one, which is put aside.';

CREATE OR REPLACE FUNCTION partition_tools_internal.identities_go_on(p_from oid, p_to oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN SELECT f.objid AS from_sequence, o.objid AS to_sequence
               FROM pg_attribute AS a JOIN pg_attribute AS b ON b.attrelid = p_to AND b.attname = a.attname
               JOIN pg_depend AS f ON f.classid = 'pg_class'::regclass AND f.refclassid = 'pg_class'::regclass AND f.refobjid = a.attrelid AND f.refobjsubid = a.attnum AND f.deptype = 'i'
               JOIN pg_depend AS o ON o.classid = 'pg_class'::regclass AND o.refclassid = 'pg_class'::regclass AND o.refobjid = b.attrelid AND o.refobjsubid = b.attnum AND o.deptype = 'i'
              WHERE a.attrelid = p_from AND a.attidentity <> '' LOOP
        PERFORM partition_tools_internal.sequence_go_on(r.from_sequence, r.to_sequence);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.identities_go_on(oid, oid) IS
    'Lets the identity columns of one table go on where those of another stand.';

CREATE OR REPLACE FUNCTION partition_tools_internal.incoming_keys_give(p_job_id bigint, p_validate boolean)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    k partition_tools_internal.job_incoming_key;
BEGIN
    FOR k IN SELECT * FROM partition_tools_internal.job_incoming_key AS i WHERE i.job_id = p_job_id LOOP
        IF NOT p_validate THEN
            PERFORM partition_tools_internal.convert_foreign_key(k.relid, k.name, k.definition || coalesce(partition_tools_internal.unproven(k.relid), ''), k.comment);
        ELSIF k.validated THEN
            EXECUTE format('ALTER TABLE %s VALIDATE CONSTRAINT %I', k.relid::regclass, k.name);
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.incoming_keys_give(bigint, boolean) IS
    'Brings back the foreign keys that pointed at a plain table before its conversion: not validated, then validated.';

CREATE OR REPLACE FUNCTION partition_tools_internal.phase_revert_clean_up(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    k record;
BEGIN
    IF partition_tools_internal.leaves_take_back(p_job_id) THEN
        s.again := true;
        RETURN s;
    END IF;
    PERFORM partition_tools_internal.incoming_keys_give(p_job_id, true);
    FOR k IN SELECT c.conrelid, c.conname FROM partition_tools_internal.job AS j JOIN pg_constraint AS c ON c.conrelid = (j.spec ->> 'source')::oid
              WHERE j.job_id = p_job_id AND c.contype = 'f' AND NOT c.convalidated AND pg_get_constraintdef(c.oid) NOT LIKE '% NOT ENFORCED' ORDER BY c.conname LOOP
        EXECUTE format('ALTER TABLE %s VALIDATE CONSTRAINT %I', k.conrelid::regclass, k.conname);
    END LOOP;
    EXECUTE format('DROP TABLE %s', partition_tools_internal.convert_root(p_job_id)::regclass);
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_revert_clean_up(bigint) IS
    'Phase revert_clean_up: partitions that come back get their places, the table that was taken off is dropped, and foreign keys that have come back are validated. Locks: ROW SHARE on the table; ACCESS EXCLUSIVE on such partitions, for milliseconds.';

CREATE OR REPLACE FUNCTION partition_tools_internal.phase_finish(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
BEGIN
    PERFORM partition_tools_internal.job_undo(p_job_id);
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_finish(bigint) IS
    'Phase finish: drops the plain table that was kept, and the trigger that kept it in step. Locks: ACCESS EXCLUSIVE on the table and its partitions, for milliseconds.';
