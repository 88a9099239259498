CREATE OR REPLACE FUNCTION partition_tools_internal.convert_findings(p_table oid, p_column name, p_spec json)
RETURNS TABLE (sqlstate text, finding text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c record;
BEGIN
    SELECT r.* INTO c FROM pg_class AS r WHERE r.oid = p_table;
    IF NOT partition_tools_internal.table_is_plain(p_table) OR c.relpersistence = 't' OR c.reloftype <> 0 OR EXISTS (SELECT FROM pg_inherits AS i WHERE p_table IN (i.inhrelid, i.inhparent)) THEN
        RETURN QUERY SELECT 'PP085'::text, 'it is not a plain table: a partition, a table with inheritance, a typed, temporary or foreign one'::text, 'Convert the table at the top, or copy it: doc/migration.md.'::text;
        RETURN;
    END IF;
    RETURN QUERY
        SELECT 'PP085'::text, format('%s depends on it, and cannot be made again as it is', d.object), 'Drop it, convert the table, and create it again.'::text
          FROM partition_tools_internal.convert_dependents(p_table) AS d
        UNION ALL
        SELECT 'PP085'::text, format('it has %s', b.what), b.remedy FROM partition_tools_internal.convert_bonds(p_table) AS b
        UNION ALL
        SELECT 'PP086'::text, v.finding, v.hint FROM partition_tools_internal.convert_view_findings(p_table, p_column) AS v
        UNION ALL
        SELECT k.sqlstate, k.finding, k.hint FROM partition_tools_internal.convert_key_findings(p_table, p_column, p_spec) AS k
        UNION ALL
        -- Greenplum does not enforce it; and where a partition of a table with one is exchanged, 6.24.3 goes down.
        SELECT 'PP085'::text, format('it has foreign key %I, with which its partitions could not be replaced', k.conname), format('ALTER TABLE %s DROP CONSTRAINT %I;', p_table::regclass, k.conname)
          FROM pg_constraint AS k WHERE k.conrelid = p_table AND k.contype = 'f' AND k.confrelid <> p_table
        UNION ALL
        SELECT 'PP022'::text, format('foreign key %I of %s points at it', k.conname, k.conrelid::regclass),
               '"incoming_foreign_keys": "drop" in the policy, or SET partition_tools.incoming_foreign_keys = ''drop'', drops it at the switch; revert brings it back.'::text
          FROM pg_constraint AS k
         WHERE k.contype = 'f' AND k.confrelid = p_table AND k.conrelid <> p_table AND coalesce(p_spec ->> 'incoming_foreign_keys', '') <> 'drop';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_findings(oid, name, json) IS
    'Why a plain table cannot become partitioned by a column as it is, one row for each reason with its remedy; none where it can. PP085 for what could not be given to the new table, PP086 for views, PP087 for keys, PP022 for foreign keys that point at it.';

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
           AND (d.classid IN ('pg_proc'::regclass, 'pg_class'::regclass)
                -- Rules of other relations, but for the query of a view.
                OR d.classid = 'pg_rewrite'::regclass AND d.objid NOT IN (
                       SELECT w.oid FROM pg_rewrite AS w JOIN pg_class AS v ON v.oid = w.ev_class
                        WHERE w.ev_class = p_table OR (v.relkind = 'v' AND w.rulename = '_RETURN')))
        UNION
        SELECT DISTINCT pg_describe_object(d.classid, d.objid, d.objsubid)
          FROM pg_depend AS d
         WHERE d.deptype = 'n' AND d.refclassid = 'pg_type'::regclass AND d.objid <> p_table
           AND d.refobjid IN (SELECT t.oid FROM pg_type AS t WHERE t.typrelid = p_table UNION ALL SELECT t.typarray FROM pg_type AS t WHERE t.typrelid = p_table);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_dependents(oid) IS
    'What refers to a table by its OID and does not follow when another table takes its name: functions, rules of other tables, uses of its row type. Views are made again.';

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
        SELECT format('trigger %I', t.tgname), format('DROP TRIGGER %I ON %s;', t.tgname, p_table::regclass) FROM pg_trigger AS t WHERE t.tgrelid = p_table AND NOT t.tgisinternal
        UNION ALL
        SELECT format('a security label of %s', l.provider), 'SECURITY LABEL ... IS NULL;'::text FROM pg_seclabel AS l WHERE l.classoid = 'pg_class'::regclass AND l.objoid = p_table
        UNION ALL
        SELECT format('foreign key %I to itself', k.conname), format('ALTER TABLE %s DROP CONSTRAINT %I;', p_table::regclass, k.conname)
          FROM pg_constraint AS k WHERE k.conrelid = p_table AND k.contype = 'f' AND k.confrelid = p_table
        UNION ALL
        SELECT 'rows with OIDs'::text, format('ALTER TABLE %s SET WITHOUT OIDS;', p_table::regclass) FROM pg_class AS c WHERE c.oid = p_table AND c.relhasoids
        UNION ALL
        SELECT 'all of its rows on every segment, which Greenplum 6 refuses of partitioned tables'::text, format('ALTER TABLE %s SET DISTRIBUTED BY (...);', p_table::regclass)
          FROM gp_distribution_policy AS d WHERE d.localoid = p_table AND d.policytype = 'r';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_bonds(oid) IS
    'What a table has that the one in its place could not be given.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_view_findings(p_table oid, p_column name)
RETURNS TABLE (finding text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT format('view %s belongs to %I, of which you are not a member', v.relid::regclass, pg_get_userbyid(v.owner)), 'Convert the table as a member of the owners of its views: they are made again at the switch.'::text
          FROM partition_tools_internal.convert_views(p_table) AS v WHERE NOT pg_has_role(v.owner, 'USAGE')
        UNION ALL
        SELECT format('view %s groups by primary key %I, which will have one more column', w.ev_class::regclass, k.conname), 'Name all columns in its GROUP BY.'::text
          FROM pg_depend AS d JOIN pg_rewrite AS w ON w.oid = d.objid JOIN pg_constraint AS k ON k.oid = d.refobjid
         WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_constraint'::regclass AND k.conrelid = p_table;
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
        SELECT 'PP087'::text, format('%s %I does not have the partition column %I', CASE WHEN i.is_primary THEN 'primary key' WHEN i.constraint_def IS NOT NULL THEN 'unique constraint' ELSE 'unique index' END, i.name, p_column),
               CASE WHEN c_keys = 'refuse' THEN format('"unique_keys": "widen" adds the column: then values of %I are unique for each %I only.', i.name, p_column)
                    ELSE format('"unique_keys": "widen" in the policy, or SET partition_tools.unique_keys = ''widen'', adds the column: then values are unique for each %I only. Or drop it.', p_column) END
          FROM partition_tools_internal.convert_indexes(p_table, p_column) AS i
         WHERE i.widened AND NOT (c_keys = 'widen' OR (i.is_primary AND c_keys <> 'refuse'));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_key_findings(oid, name, json) IS
    'Unique keys that a table partitioned by the column cannot have as they are, unless they may be widened by it.';
