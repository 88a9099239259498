CREATE OR REPLACE FUNCTION partition_tools_internal.build_archived(p_target partition_tools_internal.job_target)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_definition json := (SELECT a.definition FROM partition_tools_internal.job AS j
                            JOIN partition_tools_internal.archive AS a ON a.archive_id = (j.spec ->> 'archive_id')::bigint
                           WHERE j.job_id = p_target.job_id AND j.action = 'restore');
BEGIN
    IF v_definition IS NOT NULL THEN
        PERFORM partition_tools_internal.build_archived_indexes(p_target, v_definition -> 'indexes');
        PERFORM partition_tools_internal.build_archived_owner(p_target.relid, v_definition);
        IF v_definition ->> 'comment' IS NOT NULL THEN
            EXECUTE format('COMMENT ON TABLE %s IS %L', p_target.relid::regclass, v_definition ->> 'comment');
        END IF;
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_archived(partition_tools_internal.job_target) IS
    'What a partition that comes back from an archive had of its own: indexes, owner, privileges, comment.';

CREATE OR REPLACE FUNCTION partition_tools_internal.build_archived_indexes(p_target partition_tools_internal.job_target, p_indexes json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_stage name;
    v_index oid;
    i record;
BEGIN
    PERFORM set_config('default_tablespace', coalesce(p_target.tablespace, ''), true);
    FOR i IN
        SELECT x.value ->> 'name' AS name, x.value ->> 'constraint' AS constraint_def, x.value ->> 'definition' AS definition,
               (x.value ->> 'unique')::boolean AS is_unique, x.ordinality AS n
          FROM json_array_elements(p_indexes) WITH ORDINALITY AS x
         -- The table may have got such an index meanwhile.
         WHERE NOT EXISTS (SELECT FROM pg_index t WHERE t.indrelid = p_target.relid AND t.indisunique = (x.value ->> 'unique')::boolean
                              AND right(pg_get_indexdef(t.indexrelid), length(x.value ->> 'definition') + 1) = ' ' || (x.value ->> 'definition'))
    LOOP
        v_stage := partition_tools_internal.stage_name(p_target.job_id, format('t%s_x%s', p_target.ordinal, i.n));
        BEGIN
            IF i.constraint_def IS NOT NULL THEN
                EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', p_target.relid::regclass, v_stage, i.constraint_def);
            ELSE
                EXECUTE format('CREATE %s INDEX %I ON %s %s', CASE WHEN i.is_unique THEN 'UNIQUE' END, v_stage, p_target.relid::regclass, i.definition);
            END IF;
        EXCEPTION WHEN undefined_column OR undefined_function OR undefined_object OR undefined_table OR invalid_table_definition THEN
            RAISE WARNING 'index % of the archive cannot be made any more: %', quote_ident(i.name), SQLERRM;
            CONTINUE;
        END;
        v_index := (SELECT t.indexrelid FROM pg_index t JOIN pg_class c ON c.oid = t.indexrelid WHERE t.indrelid = p_target.relid AND c.relname = v_stage);
        INSERT INTO partition_tools_internal.job_rename (job_id, kind, relid, final_name)
        VALUES (p_target.job_id, 'INDEX', v_index, CASE WHEN partition_tools_internal.relation_exists(p_target.schema_name, i.name)
                                                        THEN partition_tools_internal.index_name(p_target, v_index, 'idx') ELSE i.name END);
    END LOOP;
    PERFORM set_config('default_tablespace', '', true);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_archived_indexes(partition_tools_internal.job_target, json) IS
    'The indexes that an archived partition had beside those of its table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.build_archived_owner(p_relid oid, p_definition json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN SELECT p.rolname FROM pg_roles p, pg_class c WHERE c.oid = p_relid AND p.rolname = p_definition ->> 'owner' AND p.oid <> c.relowner LOOP
        EXECUTE format('ALTER TABLE %s OWNER TO %I', p_relid::regclass, r.rolname);
    END LOOP;
    FOR r IN
        SELECT x.grantee FROM pg_class c, aclexplode(c.relacl) AS x WHERE c.oid = p_relid AND (x.grantee <> c.relowner OR json_typeof(p_definition -> 'privileges') = 'array')
        UNION
        SELECT x.grantee FROM pg_attribute a, aclexplode(a.attacl) AS x WHERE a.attrelid = p_relid
    LOOP
        EXECUTE format('REVOKE ALL ON %s FROM %s', p_relid::regclass, partition_tools_internal.grantee_name(r.grantee));
    END LOOP;
    FOR r IN
        SELECT g.value ->> 'privilege' AS privilege, g.value ->> 'column' AS attname, g.value ->> 'grantee' AS grantee, (g.value ->> 'grantable')::boolean AS grantable
          FROM json_array_elements(coalesce(nullif(p_definition ->> 'privileges', ''), '[]')::json) AS g
         -- A role or column that is gone has nothing to be given any more.
         WHERE (g.value ->> 'grantee' IS NULL OR EXISTS (SELECT FROM pg_roles p WHERE p.rolname = g.value ->> 'grantee'))
           AND (g.value ->> 'column' IS NULL OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = p_relid AND a.attname = g.value ->> 'column' AND NOT a.attisdropped))
    LOOP
        EXECUTE format('GRANT %s%s ON %s TO %s%s', r.privilege, ' (' || quote_ident(r.attname) || ')', p_relid::regclass,
                       coalesce(quote_ident(r.grantee), 'PUBLIC'), CASE WHEN r.grantable THEN ' WITH GRANT OPTION' END);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_archived_owner(oid, json) IS
    'Owner and privileges that an archived partition had, as far as their roles are still there.';
