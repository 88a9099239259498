CREATE OR REPLACE FUNCTION partition_tools_internal.convert_findings(p_table oid, p_column name, p_spec json)
RETURNS TABLE (sqlstate text, finding text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c record;
BEGIN
    SELECT r.*, (SELECT n.nspname FROM pg_namespace AS n WHERE n.oid = r.relnamespace) AS nspname INTO c FROM pg_class AS r WHERE r.oid = p_table;
    IF c.relkind <> 'r' OR c.relispartition OR c.relpersistence = 't' OR c.reloftype <> 0 OR EXISTS (SELECT FROM pg_inherits AS i WHERE p_table IN (i.inhrelid, i.inhparent)) THEN
        RETURN QUERY SELECT 'PP085', 'it is not a plain table: a partition, a table with inheritance, a typed, temporary or foreign one', 'Convert the table at the top, or copy it: doc/migration.md.';
        RETURN;
    END IF;
    RETURN QUERY
        SELECT 'PP085', format('%s depends on it, and cannot be made again as it is', d.object), 'Drop it, convert the table, and create it again.'
          FROM partition_tools_internal.convert_dependents(p_table) AS d
        UNION ALL
        SELECT 'PP085', format('it has %s', b.what), b.remedy FROM partition_tools_internal.convert_bonds(p_table) AS b
        UNION ALL
        SELECT 'PP086', v.finding, v.hint FROM partition_tools_internal.convert_view_findings(p_table, p_column) AS v
        UNION ALL
        SELECT k.sqlstate, k.finding, k.hint FROM partition_tools_internal.convert_key_findings(p_table, p_column, p_spec) AS k
        UNION ALL
        SELECT 'PP022', format('foreign key %I of %s points at it', k.conname, k.conrelid::regclass),
               '"incoming_foreign_keys": "drop" in the policy, or SET partition_tools.incoming_foreign_keys = ''drop'', drops it at the switch; revert brings it back.'
          FROM pg_constraint AS k
         WHERE k.contype = 'f' AND k.confrelid = p_table AND k.conrelid <> p_table AND coalesce(p_spec ->> 'incoming_foreign_keys', '') <> 'drop'
        UNION ALL
        SELECT a.sqlstate, a.finding, a.hint FROM partition_tools_internal.adopt_findings(p_table, p_column) AS a WHERE p_spec ->> 'mode' = 'adopt'
        UNION ALL
        SELECT 'PP088', format('a partitioned table is kept in step with it, as job %s', q.job_id),
               format('CALL partition_tools.revert(%s) switches back to it; or CALL partition_tools.finish(%1$s) first.', q.job_id)
          FROM partition_tools_internal.keeper_pending(p_table) AS q (job_id) WHERE q.job_id IS NOT NULL
        UNION ALL
        SELECT 'PP029', p.finding, p.hint FROM partition_tools_internal.convert_publication_findings(p_table, p_spec) AS p;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_findings(oid, name, json) IS
    'Why a plain table cannot become partitioned by a column as it is, one row for each reason with its remedy; none where it can. PP085 for what could not be given to the new table, PP086 for views, PP087 for keys, PP022 for foreign keys that point at it, PP029 for publications.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_dependents(p_table oid)
RETURNS TABLE (object text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT DISTINCT pg_describe_object(d.classid, d.objid, d.objsubid)
          FROM pg_depend AS d
         WHERE d.deptype = 'n' AND d.refclassid = 'pg_class'::regclass AND d.refobjid = p_table
           AND (d.classid = 'pg_class'::regclass
                OR d.classid = 'pg_proc'::regclass AND d.objid NOT IN (SELECT f.oid FROM partition_tools_internal.convert_functions(p_table) AS f)
                OR d.classid = 'pg_policy'::regclass AND d.objid NOT IN (SELECT p.oid FROM pg_policy AS p WHERE p.polrelid = p_table)
                -- Rules of other relations, but for the query of a view.
                OR d.classid = 'pg_rewrite'::regclass AND d.objid NOT IN (
                       SELECT w.oid FROM pg_rewrite AS w JOIN pg_class AS v ON v.oid = w.ev_class
                        WHERE w.ev_class = p_table OR v.relkind = 'v' AND w.rulename = '_RETURN'))
        UNION
        SELECT DISTINCT pg_describe_object(d.classid, d.objid, d.objsubid)
          FROM pg_depend AS d
         WHERE d.deptype = 'n' AND d.refclassid = 'pg_type'::regclass AND d.objid <> p_table
           AND d.refobjid IN (SELECT t.oid FROM pg_type AS t WHERE t.typrelid = p_table UNION ALL SELECT t.typarray FROM pg_type AS t WHERE t.typrelid = p_table)
        UNION
        SELECT format('trigger %I on %s', t.tgname, t.tgrelid::regclass) FROM pg_trigger AS t WHERE t.tgconstrrelid = p_table AND NOT t.tgisinternal
        UNION
        SELECT format('subscription %I', s.subname) FROM pg_subscription_rel AS r JOIN pg_subscription AS s ON s.oid = r.srsubid WHERE r.srrelid = p_table;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_dependents(oid) IS
    'What refers to a plain table by its OID and does not follow when another table takes its name: materialized views, policies and rules of other tables, uses of its row type, subscriptions. Views, and functions with SQL bodies, are made again.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_bonds(p_table oid)
RETURNS TABLE (what text, remedy text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT format('a membership of extension %I', e.extname), format('ALTER EXTENSION %I DROP TABLE %s;', e.extname, p_table::regclass)
          FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass
         WHERE d.classid = 'pg_class'::regclass AND d.objid = p_table AND d.deptype = 'e'
        UNION ALL
        SELECT format('rule %I', w.rulename), format('DROP RULE %I ON %s;', w.rulename, p_table::regclass) FROM pg_rewrite AS w WHERE w.ev_class = p_table
        UNION ALL
        SELECT format('a security label of %s', l.provider), 'SECURITY LABEL ... IS NULL;' FROM pg_seclabel AS l WHERE l.classoid = 'pg_class'::regclass AND l.objoid = p_table
        UNION ALL
        SELECT format('trigger %I, which is for each row and has transition tables: partitioned tables have no such triggers', t.tgname), 'Make it FOR EACH STATEMENT.'
          FROM pg_trigger AS t WHERE t.tgrelid = p_table AND NOT t.tgisinternal AND (t.tgtype & 1) = 1 AND coalesce(t.tgoldtable, t.tgnewtable) IS NOT NULL
        UNION ALL
        SELECT format('foreign key %I, which is not validated', k.conname), format('ALTER TABLE %s VALIDATE CONSTRAINT %I;', p_table::regclass, k.conname)
          FROM pg_constraint AS k WHERE k.conrelid = p_table AND k.contype = 'f' AND NOT k.convalidated
        UNION ALL
        SELECT format('foreign key %I to itself', k.conname), format('ALTER TABLE %s DROP CONSTRAINT %I;', p_table::regclass, k.conname)
          FROM pg_constraint AS k WHERE k.conrelid = p_table AND k.contype = 'f' AND k.confrelid = p_table
        UNION ALL
        SELECT format('foreign key %I, whose triggers are not simply enabled', k.conname), format('ALTER TABLE %s ENABLE TRIGGER ALL, or drop the key;', p_table::regclass)
          FROM pg_constraint AS k WHERE k.conrelid = p_table AND k.contype = 'f'
           AND EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgconstraint = k.oid AND t.tgrelid = k.conrelid AND t.tgenabled <> 'O');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_bonds(oid) IS
    'What a plain table has that a partitioned one could not be given.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_view_findings(p_table oid, p_column name)
RETURNS TABLE (finding text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT format('view %s belongs to %I, of which you are not a member', v.relid::regclass, pg_get_userbyid(v.owner)), 'Convert the table as a member of the owners of its views: they are made again at the switch.'
          FROM partition_tools_internal.convert_views(p_table) AS v WHERE NOT pg_has_role(v.owner, 'USAGE')
        UNION ALL
        SELECT format('function %s belongs to %I, of which you are not a member', f.oid::regprocedure, pg_get_userbyid(f.owner)), 'Convert the table as a member of the owners of its functions with SQL-standard bodies: they are made again at the switch.'
          FROM partition_tools_internal.convert_functions(p_table) AS f WHERE NOT pg_has_role(f.owner, 'USAGE')
        UNION ALL
        SELECT format('function %s groups by primary key %I, which will have one more column', d.objid::regprocedure, k.conname), 'Name all columns in its GROUP BY.'
          FROM pg_depend AS d JOIN pg_constraint AS k ON k.oid = d.refobjid
         WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_constraint'::regclass AND k.conrelid = p_table
           AND EXISTS (SELECT FROM partition_tools_internal.convert_indexes(p_table, p_column) AS i WHERE i.indexrelid = k.conindid AND i.widened)
        UNION ALL
        SELECT format('view %s groups by primary key %I, which will have one more column', w.ev_class::regclass, k.conname), 'Name all columns in its GROUP BY.'
          FROM pg_depend AS d JOIN pg_rewrite AS w ON w.oid = d.objid JOIN pg_constraint AS k ON k.oid = d.refobjid
         WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_constraint'::regclass AND k.conrelid = p_table
           AND EXISTS (SELECT FROM partition_tools_internal.convert_indexes(p_table, p_column) AS i WHERE i.indexrelid = k.conindid AND i.widened);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_view_findings(oid, name) IS
    'Views that cannot be made again when another table takes the name of theirs.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_key_findings(p_table oid, p_column name, p_spec json)
RETURNS TABLE (sqlstate text, finding text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_keys constant text := coalesce(p_spec ->> 'unique_keys', 'widen the primary key');
BEGIN
    RETURN QUERY
        SELECT 'PP087', format('%s %I does not have the partition column %I', CASE WHEN i.is_primary THEN 'primary key' WHEN i.constraint_def IS NOT NULL THEN 'unique constraint' ELSE 'unique index' END, i.name, p_column),
               CASE WHEN c_keys = 'refuse' THEN format('"unique_keys": "widen" adds the column: then values of %I are unique for each %I only.', i.name, p_column)
                    ELSE format('"unique_keys": "widen" in the policy, or SET partition_tools.unique_keys = ''widen'', adds the column: then values are unique for each %I only. Or drop it.', p_column) END
          FROM partition_tools_internal.convert_indexes(p_table, p_column) AS i
         WHERE i.widened AND NOT (c_keys = 'widen' OR i.is_primary AND c_keys <> 'refuse')
        UNION ALL
        SELECT 'PP087', format('unique key %I cannot have one more column', i.name), 'Drop it, or let it contain the partition column.'
          FROM partition_tools_internal.convert_indexes(p_table, p_column) AS i
         WHERE i.widened AND (i.constraint_def LIKE '%WITHOUT OVERLAPS%' OR coalesce(i.definition, '') = '')
        UNION ALL
        SELECT 'PP087', format('exclusion constraint %I: a partitioned table cannot have it', k.conname),
               CASE WHEN current_setting('server_version_num')::int < 170000 THEN 'Drop it; from PostgreSQL 17 on one that compares the partition column by equality can stay.'
                    ELSE format('Drop it, or let it compare %I by equality.', p_column) END
          FROM pg_constraint AS k JOIN pg_index AS x ON x.indexrelid = k.conindid
         WHERE k.conrelid = p_table AND k.contype = 'x'
           AND (current_setting('server_version_num')::int < 170000 OR NOT EXISTS (
                SELECT FROM generate_series(1, x.indnkeyatts) AS g JOIN pg_attribute AS a ON a.attrelid = p_table AND a.attnum = x.indkey[g - 1] AND a.attname = p_column
                  JOIN pg_operator AS o ON o.oid = k.conexclop[g] AND o.oprname = '='))
        UNION ALL
        SELECT 'PP087', format('replica identity is index %I, which will have the column %I, and that is not NOT NULL', x.indexrelid::regclass, p_column), format('ALTER TABLE %s REPLICA IDENTITY FULL, or make the column NOT NULL.', p_table::regclass)
          FROM pg_index AS x JOIN partition_tools_internal.convert_indexes(p_table, p_column) AS i ON i.indexrelid = x.indexrelid AND i.widened
          JOIN pg_attribute AS a ON a.attrelid = p_table AND a.attname = p_column
         WHERE x.indrelid = p_table AND x.indisreplident AND NOT a.attnotnull AND NOT x.indisprimary;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_key_findings(oid, name, json) IS
    'Unique keys that a table partitioned by the column cannot have as they are, unless they may be widened by it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_publication_findings(p_table oid, p_spec json)
RETURNS TABLE (finding text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT format('publication %I belongs to %I, of which you are not a member', p.publication, pg_get_userbyid(p.owner)), 'Convert the table as a member of the owner of its publication: another table takes its place there.'
          FROM partition_tools_internal.table_publications(p_table) AS p
         WHERE NOT pg_has_role(p.owner, 'USAGE') AND EXISTS (SELECT FROM partition_tools_internal.leaf_publication(ARRAY[p_table]) AS l WHERE l.name = p.publication)
        UNION ALL
        SELECT CASE WHEN p.work_tables THEN format('publication %I also publishes the tables that the rows are copied to', p.publication)
                    ELSE format('publication %I would publish the partitions one by one, which subscribers do not know', p.publication) END,
               format('ALTER PUBLICATION %I SET (publish_via_partition_root = true) changes nothing for plain tables. ', p.publication) || partition_tools_internal.publication_hint()
          FROM partition_tools_internal.table_publications(p_table) AS p JOIN pg_publication AS g ON g.pubname = p.publication
         WHERE (p.work_tables OR NOT g.pubviaroot) AND coalesce(p_spec ->> 'publications', '') <> 'accept';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_publication_findings(oid, json) IS
    'Publications whose subscribers could not follow when a plain table becomes partitioned.';
