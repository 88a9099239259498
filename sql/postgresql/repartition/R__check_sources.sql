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
          FROM (SELECT u.description FROM partition_tools_internal.users_of_table(p_partition) AS u(description)
                UNION ALL
                SELECT u.description FROM partition_tools_internal.users_of_row_type(p_partition) AS u(description)
                UNION ALL
                SELECT format('trigger %I on %s', t.tgname, t.tgrelid::regclass) FROM pg_trigger AS t WHERE t.tgconstrrelid = p_partition AND NOT t.tgisinternal
                UNION ALL
                SELECT format('foreign key %I of %s', k.conname, k.conrelid::regclass)
                  FROM pg_constraint AS k WHERE k.contype = 'f' AND k.confrelid = p_partition AND k.conparentid = 0
                UNION ALL
                SELECT format('subscription %I', s.subname)
                  FROM pg_subscription_rel AS r JOIN pg_subscription AS s ON s.oid = r.srsubid WHERE r.srrelid = p_partition) AS o);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.dependents(oid) IS
    'What refers to a partition itself rather than to its table, and would not follow when it is replaced; NULL where nothing does.';

CREATE OR REPLACE FUNCTION partition_tools_internal.users_of_table(p_partition oid)
RETURNS SETOF text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Views and rules, functions with a body that is parsed, tables that inherit; policies of other tables, for its own go along.
    RETURN QUERY
        SELECT pg_describe_object(d.classid, d.objid, d.objsubid)
          FROM pg_depend AS d
         WHERE d.deptype = 'n' AND d.refclassid = 'pg_class'::regclass AND d.refobjid = p_partition
           AND d.classid IN ('pg_rewrite'::regclass, 'pg_proc'::regclass, 'pg_class'::regclass, 'pg_policy'::regclass)
           AND NOT EXISTS (SELECT FROM pg_policy AS p WHERE d.classid = 'pg_policy'::regclass AND p.oid = d.objid AND p.polrelid = p_partition);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.users_of_table(oid) IS
    'Objects that the catalogue knows to depend on a table, and that are not part of it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.users_of_row_type(p_partition oid)
RETURNS SETOF text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT pg_describe_object(d.classid, d.objid, d.objsubid)
          FROM pg_type AS t
         CROSS JOIN LATERAL (VALUES (t.oid), (t.typarray)) AS y(oid)
          JOIN pg_depend AS d ON d.refclassid = 'pg_type'::regclass AND d.refobjid = y.oid AND d.deptype = 'n'
         WHERE t.typrelid = p_partition AND NOT (d.classid = 'pg_class'::regclass AND d.objid = p_partition);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.users_of_row_type(oid) IS
    'Columns, functions and domains that use the row type of a table, or its array.';

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
    SELECT b.relid::regclass AS partition, b.definition AS what, b.details ->> 'remedy' AS remedy INTO r
      FROM partition_tools_internal.leaf_bond(ARRAY(SELECT s.relid FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id)) AS b
     -- A partition that is removed is not replaced, but one of an extension does not let itself be removed.
     WHERE NOT v_removed OR (b.details ->> 'rank')::int = 1
     ORDER BY (b.details ->> 'rank')::int LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'partition % %', r.partition, r.what
            USING ERRCODE = 'PP021', DETAIL = 'The partition is replaced by another table, which could not be given the same.',
                  HINT = format('%s then start the job again.', r.remedy);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_bonds(bigint) IS
    'Refuses, with PP021, sources that are bound to what cannot be given to another table.';
