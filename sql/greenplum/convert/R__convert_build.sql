CREATE OR REPLACE FUNCTION partition_tools_internal.convert_build(p_job partition_tools_internal.job, p_to oid, p_indexes json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
DECLARE
    c_from constant oid := p_job.table_oid;
    c_statements constant text[] := ARRAY(
        SELECT format('COMMENT ON TABLE %s IS %L', p_to::regclass, obj_description(c_from, 'pg_class')) WHERE obj_description(c_from, 'pg_class') IS NOT NULL
        UNION ALL
        SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', p_to::regclass, k.conname, pg_get_constraintdef(k.oid)) FROM pg_constraint AS k WHERE k.conrelid = c_from AND k.contype = 'f'
        UNION ALL
        SELECT format('COMMENT ON CONSTRAINT %I ON %s IS %L', k.conname, p_to::regclass, obj_description(k.oid, 'pg_constraint')) FROM pg_constraint AS k
         WHERE k.conrelid = c_from AND k.contype IN ('c', 'f') AND obj_description(k.oid, 'pg_constraint') IS NOT NULL);
    v_indexes json[] := ARRAY(SELECT i FROM json_array_elements(p_indexes) AS i);
    v_statement text;
BEGIN
    PERFORM partition_tools_internal.build_columns(c_from, p_to);
    FOR n IN 1 .. coalesce(cardinality(v_indexes), 0) LOOP
        PERFORM partition_tools_internal.convert_index(p_job, p_to, n, v_indexes[n]);
    END LOOP;
    FOREACH v_statement IN ARRAY coalesce(c_statements, '{}') LOOP
        EXECUTE v_statement;
    END LOOP;
    PERFORM partition_tools_internal.build_grants(p_to, partition_tools_internal.leaf_grants(c_from));
    -- Last: it may take from us the right to do the rest. Privileges that name the owner follow.
    EXECUTE format('ALTER TABLE %s OWNER TO %I', p_to::regclass, (SELECT pg_get_userbyid(c.relowner) FROM pg_class AS c WHERE c.oid = c_from));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_build(partition_tools_internal.job, oid, json) IS
    'Gives the table that is to take another''s place everything that it has besides columns and rows.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_index(p_job partition_tools_internal.job, p_to oid, p_number int, p_index json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
DECLARE
    c_name   constant name := partition_tools_internal.stage_name(p_job.job_id, 'i' || p_number);
    c_schema constant name := (SELECT n.nspname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = p_to);
BEGIN
    PERFORM set_config('default_tablespace', p_index ->> 'tablespace', true);
    IF (p_index ->> 'constraint') IS NOT NULL THEN
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', p_to::regclass, c_name, p_index ->> 'constraint');
        IF (p_index ->> 'constraint_comment') IS NOT NULL THEN
            EXECUTE format('COMMENT ON CONSTRAINT %I ON %s IS %L', c_name, p_to::regclass, p_index ->> 'constraint_comment');
        END IF;
    ELSE
        EXECUTE format('CREATE %s INDEX %I ON %s %s', CASE WHEN (p_index ->> 'unique')::boolean THEN 'UNIQUE' END, c_name, p_to::regclass, p_index ->> 'definition');
    END IF;
    IF (p_index ->> 'comment') IS NOT NULL THEN
        EXECUTE format('COMMENT ON INDEX %I.%I IS %L', c_schema, c_name, p_index ->> 'comment');
    END IF;
    PERFORM set_config('default_tablespace', '', true);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_index(partition_tools_internal.job, oid, int, json) IS
    'Builds one index of a table that is to take another''s place, under a name that is free.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_switch(p_job partition_tools_internal.job, p_to oid, p_indexes json, p_incoming json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = error
AS $$
DECLARE
    c_from constant oid := p_job.table_oid;
    c_views constant text[] := coalesce(partition_tools_internal.view_definitions(c_from), '{}');
    c_keys  constant text[] := coalesce(ARRAY(SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', k.conrelid::regclass, k.conname)
                                  FROM pg_constraint AS k WHERE k.contype = 'f' AND k.confrelid = c_from AND k.conrelid <> c_from), '{}');
    c_sequences constant text[] := coalesce(ARRAY(SELECT format('ALTER SEQUENCE %s OWNED BY %s.%I', d.objid::regclass, p_to::regclass, a.attname)
                                  FROM pg_depend AS d JOIN pg_class AS s ON s.oid = d.objid AND s.relkind = 'S'
                                  JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                                 WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c_from AND d.deptype = 'a'), '{}');
    v_statement text;
    t record;
BEGIN
    SELECT n.nspname, c.relname INTO t FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = c_from;
    FOREACH v_statement IN ARRAY c_keys || c_sequences LOOP
        EXECUTE v_statement;
    END LOOP;
    EXECUTE format('ALTER TABLE %s RENAME TO %I', c_from::regclass, partition_tools_internal.stage_name(p_job.job_id, 'old'));
    EXECUTE format('ALTER TABLE %s RENAME TO %I', p_to::regclass, t.relname);
    FOREACH v_statement IN ARRAY c_views LOOP
        EXECUTE v_statement;
    END LOOP;
    -- Without CASCADE: what depends on it, and was not seen, ends the job.
    EXECUTE format('DROP TABLE %s', c_from::regclass);
    PERFORM partition_tools_internal.convert_names(p_job, p_to, p_indexes);
    FOREACH v_statement IN ARRAY coalesce(ARRAY(SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', ((k ->> 'relid')::oid)::regclass, k ->> 'name', k ->> 'definition')
                                           FROM json_array_elements(p_incoming) AS k WHERE EXISTS (SELECT FROM pg_class AS c WHERE c.oid = (k ->> 'relid')::oid)), '{}') LOOP
        EXECUTE v_statement;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_switch(partition_tools_internal.job, oid, json, json) IS
    'Under the lock: a table takes the place of a job''s table, which is dropped; sequences and views go over to it, foreign keys that pointed at the other are dropped, and those of p_incoming are made.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_names(p_job partition_tools_internal.job, p_to oid, p_indexes json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = error
AS $$
DECLARE
    c_stage constant text := partition_tools_internal.stage_name(p_job.job_id, '');
    v_indexes json[] := ARRAY(SELECT i FROM json_array_elements(p_indexes) AS i);
    v_leaves oid[] := coalesce(ARRAY(SELECT b.relid FROM partition_tools_internal.partition_bounds(p_to) AS b), '{}');
    v_statements text[];
    v_statement  text;
BEGIN
    v_statements := ARRAY(
        SELECT CASE WHEN (v_indexes[n] ->> 'constraint') IS NOT NULL THEN format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', p_to::regclass, c_stage || 'i' || n, v_indexes[n] ->> 'name')
                    ELSE format('ALTER INDEX %I.%I RENAME TO %I', s.nspname, c_stage || 'i' || n, v_indexes[n] ->> 'name') END
          FROM generate_subscripts(v_indexes, 1) AS n,
               (SELECT m.nspname FROM pg_class AS c JOIN pg_namespace AS m ON m.oid = c.relnamespace WHERE c.oid = p_to) AS s);
    FOREACH v_statement IN ARRAY coalesce(v_statements, '{}') LOOP
        EXECUTE v_statement;
    END LOOP;
    -- What the server has named after staging: indexes of partitions, and the constraints on their bounds.
    v_statements := ARRAY(
        SELECT format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', k.conrelid::regclass, k.conname, partition_tools_internal.short_name(c.relname, '_check'))
          FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid
         WHERE k.conrelid = ANY (v_leaves) AND k.contype = 'c' AND left(k.conname, length(c_stage)) = c_stage);
    FOREACH v_statement IN ARRAY coalesce(v_statements, '{}') LOOP
        EXECUTE v_statement;
    END LOOP;
    v_statements := ARRAY(
        SELECT format(CASE WHEN EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = x.indexrelid) THEN 'ALTER TABLE %1$s RENAME CONSTRAINT %3$I TO %4$I' ELSE 'ALTER INDEX %2$s RENAME TO %4$I' END,
                   x.indrelid::regclass, x.indexrelid::regclass, i.relname, CASE WHEN octet_length(w.name) > 63 OR partition_tools_internal.relation_exists(n.nspname, w.name)
                       THEN partition_tools_internal.index_name(n.nspname, c.relname, x.indexrelid) ELSE w.name END)
          FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid JOIN pg_class AS c ON c.oid = x.indrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
         CROSS JOIN LATERAL (SELECT (SELECT o.relname FROM pg_class AS o WHERE o.oid = p_to) || substr(i.relname, length(c_stage || 'root') + 1) AS name) AS w
         WHERE x.indrelid = ANY (v_leaves) AND left(i.relname, length(c_stage || 'root')) = c_stage || 'root');
    FOREACH v_statement IN ARRAY coalesce(v_statements, '{}') LOOP
        EXECUTE v_statement;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_names(partition_tools_internal.job, oid, json) IS
    'Gives indexes and constraints their final names, when those are free.';
