CREATE OR REPLACE FUNCTION partition_tools_internal.check_sources(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table  regclass;
    v_action text;
    r record;
BEGIN
    SELECT j.table_oid, j.action INTO v_table, v_action FROM partition_tools_internal.job j WHERE j.job_id = p_job_id;
    SELECT s.relid::regclass AS partition INTO r
      FROM partition_tools_internal.job_source s JOIN pg_class c ON c.oid = s.relid
     WHERE s.job_id = p_job_id AND c.relkind <> 'r' LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'partition % of % is not a plain table', r.partition, v_table
            USING ERRCODE = 'PP021', DETAIL = 'Foreign tables are left alone.', HINT = 'Narrow the window so that it does not contain the partition.';
    END IF;
    SELECT s.relid::regclass AS partition, partition_tools_internal.dependents(s.relid) AS objects INTO r
      FROM partition_tools_internal.job_source s
     -- They keep a partition that is only detached.
     WHERE s.job_id = p_job_id AND v_action <> 'detach' AND partition_tools_internal.dependents(s.relid) IS NOT NULL LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'other objects depend on partition % of %: %', r.partition, v_table, r.objects
            USING ERRCODE = 'PP021',
                  DETAIL = CASE WHEN v_action IN ('drop', 'unload') THEN 'The partition is to be dropped, and they would have to go with it.'
                                ELSE 'The partition is replaced by another table, which they would not follow.' END,
                  HINT = CASE WHEN v_action = 'drop' THEN 'Let them refer to the partitioned table, or drop them; or detach the partition instead: cleanup_policy detach.'
                              ELSE 'Let them refer to the partitioned table, or drop them and create them again afterwards.' END;
    END IF;
    SELECT s.relid::regclass AS partition, a.attname INTO r
      FROM partition_tools_internal.job_source s JOIN pg_attribute a ON a.attrelid = s.relid AND a.attidentity <> ''
     WHERE s.job_id = p_job_id AND current_setting('server_version_num')::int < 170000 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'column % of partition % of % has an identity of its own', quote_ident(r.attname), r.partition, v_table
            USING ERRCODE = 'PP021', DETAIL = 'Before PostgreSQL 17 a partition can have one beside that of the table, and it would be lost.',
                  HINT = format('ALTER TABLE %s ALTER COLUMN %I DROP IDENTITY; inserts through the table do not use it.', r.partition, r.attname);
    END IF;
    SELECT k.conname, k.confrelid::regclass AS referenced INTO r
      FROM pg_constraint k JOIN pg_class c ON c.oid = k.confrelid AND c.relkind = 'p'
     WHERE k.contype = 'f' AND current_setting('server_version_num')::int < 150000
       AND k.conrelid IN (SELECT s.relid FROM partition_tools_internal.job_source s WHERE s.job_id = p_job_id) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'foreign key % of % refers to the partitioned table %', quote_ident(r.conname), v_table, r.referenced
            USING ERRCODE = 'PP021', DETAIL = 'PostgreSQL 14 takes such a key apart when a partition is detached.',
                  HINT = 'Drop the key, run the policy, and add it again; or upgrade to PostgreSQL 15.';
    END IF;
    IF EXISTS (SELECT FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id) THEN
        PERFORM partition_tools_internal.check_bonds(p_job_id);
        PERFORM partition_tools_internal.check_incoming_keys(p_job_id);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_sources(bigint) IS
    'Refuses sources that cannot be replaced: PP021 for foreign tables and for dependent objects, PP022 for foreign keys that point at the table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.dependents(p_partition oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT string_agg(DISTINCT o.description, ', ')
          FROM (SELECT pg_describe_object(d.classid, d.objid, d.objsubid) AS description
                  FROM pg_depend d
                 WHERE d.deptype = 'n'
                   AND ((d.refclassid = 'pg_class'::regclass AND d.refobjid = p_partition
                         AND (d.classid IN ('pg_rewrite'::regclass, 'pg_proc'::regclass, 'pg_class'::regclass)
                              OR d.classid = 'pg_policy'::regclass AND d.objid NOT IN (SELECT p.oid FROM pg_policy p WHERE p.polrelid = p_partition)))
                    -- The row type goes with the table: columns, functions and domains that use it, and its array.
                    OR (d.refclassid = 'pg_type'::regclass AND d.classid <> 'pg_class'::regclass OR d.refclassid = 'pg_type'::regclass AND d.objid <> p_partition)
                        AND d.refobjid IN (SELECT t.oid FROM pg_type t WHERE t.typrelid = p_partition
                                           UNION ALL SELECT t.typarray FROM pg_type t WHERE t.typrelid = p_partition))
                UNION ALL
                SELECT format('trigger %I on %s', t.tgname, t.tgrelid::regclass) FROM pg_trigger t WHERE t.tgconstrrelid = p_partition AND NOT t.tgisinternal
                UNION ALL
                SELECT format('foreign key %I of %s', k.conname, k.conrelid::regclass)
                  FROM pg_constraint k WHERE k.contype = 'f' AND k.confrelid = p_partition AND k.conparentid = 0
                UNION ALL
                SELECT format('subscription %I', s.subname)
                  FROM pg_subscription_rel r JOIN pg_subscription s ON s.oid = r.srsubid WHERE r.srrelid = p_partition) AS o);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.dependents(oid) IS
    'What refers to a partition itself rather than to its table, and would not follow when it is replaced; NULL where nothing does.';

CREATE OR REPLACE FUNCTION partition_tools_internal.check_incoming_keys(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table    regclass;
    v_recreate boolean;
    v_keys     text;
BEGIN
    SELECT j.table_oid, j.spec ->> 'incoming_foreign_keys' = 'recreate' INTO v_table, v_recreate
      FROM partition_tools_internal.job j WHERE j.job_id = p_job_id;
    SELECT string_agg(format('%I of %s', k.conname, k.conrelid::regclass), ', ') INTO v_keys
      FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
     WHERE k.contype = 'f' AND k.confrelid = v_table AND k.conparentid = 0
       AND (NOT v_recreate OR k.conrelid = v_table
            OR (c.relkind = 'p' AND current_setting('server_version_num')::int < 180000)
            OR partition_tools_internal.key_triggers(k.oid) IS NOT NULL AND NOT (SELECT u.rolsuper FROM pg_roles u WHERE u.rolname = current_user));
    IF v_keys IS NULL THEN
        RETURN;
    ELSIF v_recreate THEN
        RAISE EXCEPTION 'foreign keys that point at % cannot be added again without reading their table: %', v_table, v_keys
            USING ERRCODE = 'PP022', DETAIL = 'A key of the table to itself, and before PostgreSQL 18 one of a partitioned table, cannot be added NOT VALID; one whose triggers are disabled can be added by a superuser only.',
                  HINT = 'Drop them, run the policy, and add them again.';
    END IF;
    RAISE EXCEPTION 'foreign keys point at %: %', v_table, v_keys
        USING ERRCODE = 'PP022', DETAIL = 'PostgreSQL does not detach a partition whose rows are referenced.',
              HINT = 'Let them be dropped at the swap and added again: "incoming_foreign_keys": "recreate" in the policy, or SET partition_tools.incoming_foreign_keys = ''recreate''; then run the policy again, which goes on with this job.';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_incoming_keys(bigint) IS
    'Refuses, with PP022, foreign keys that point at a job''s table, unless they are to be, and can be, added again.';

CREATE OR REPLACE FUNCTION partition_tools_internal.check_bonds(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_removed boolean := (SELECT j.action IN ('drop', 'detach', 'unload') FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id);
    r record;
BEGIN
    SELECT s.relid::regclass AS partition, b.what, b.remedy INTO r
      FROM partition_tools_internal.job_source AS s
     CROSS JOIN LATERAL (
            SELECT 1 AS n, format('belongs to extension %I', e.extname) AS what, format('ALTER EXTENSION %I DROP TABLE %s;', e.extname, s.relid::regclass) AS remedy
              FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass
             WHERE d.classid = 'pg_class'::regclass AND d.objid = s.relid AND d.deptype = 'e'
            UNION ALL
            SELECT 2, format('has %s that depends on extension %I', pg_describe_object(d.classid, d.objid, 0), e.extname), 'ALTER it ... NO DEPENDS ON EXTENSION;'
              FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass
             WHERE d.deptype = 'x' AND NOT v_removed
               AND (d.classid = 'pg_class'::regclass AND d.objid IN (SELECT x.indexrelid FROM pg_index x WHERE x.indrelid = s.relid)
                    OR d.classid = 'pg_trigger'::regclass AND d.objid IN (SELECT t.oid FROM pg_trigger t WHERE t.tgrelid = s.relid))
            UNION ALL
            SELECT 3, format('has rule %I', w.rulename), format('DROP RULE %I ON %s;', w.rulename, s.relid::regclass)
              FROM pg_rewrite w WHERE w.ev_class = s.relid AND NOT v_removed
            UNION ALL
            SELECT 3, format('has a security label of %s', l.provider), 'SECURITY LABEL ... IS NULL;'
              FROM pg_seclabel l WHERE l.classoid = 'pg_class'::regclass AND l.objoid = s.relid AND NOT v_removed
            UNION ALL
            SELECT 4, format('has foreign key %I, whose triggers are not simply enabled', k.conname), format('ALTER TABLE %s ENABLE TRIGGER ALL, or drop the key;', s.relid::regclass)
              FROM pg_constraint k JOIN pg_trigger t ON t.tgconstraint = k.oid AND t.tgrelid = k.conrelid AND t.tgenabled <> 'O'
             WHERE k.conrelid = s.relid AND k.contype = 'f' AND NOT v_removed) AS b
     WHERE s.job_id = p_job_id ORDER BY b.n LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'partition % %', r.partition, r.what
            USING ERRCODE = 'PP021', DETAIL = 'The partition is replaced by another table, which could not be given the same.',
                  HINT = format('%s then start the job again.', r.remedy);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_bonds(bigint) IS
    'Refuses, with PP021, sources that are bound to what cannot be given to another table: an extension, a rule, a security label, a foreign key with disabled triggers.';
