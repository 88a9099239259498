CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_refusal(p_table oid, p_relid oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Whatever is not said here comes with LIKE and ATTACH PARTITION, or is built: columns, defaults and CHECK constraints of the table, indexes, storage, tablespace, owner, privileges, comments, options of columns.
    RETURN (
        SELECT string_agg(o.what, ', ')
          FROM pg_class AS c
         CROSS JOIN LATERAL (
                SELECT 'it is no plain table' AS what WHERE c.relkind <> 'r'
                UNION ALL SELECT 'it is unlogged or temporary' WHERE c.relpersistence <> 'p'
                UNION ALL SELECT 'another owner than the table' WHERE c.relowner <> (SELECT t.relowner FROM pg_class AS t WHERE t.oid = p_table)
                UNION ALL SELECT 'row security' WHERE c.relrowsecurity OR c.relforcerowsecurity OR EXISTS (SELECT FROM pg_policy AS y WHERE y.polrelid = c.oid)
                UNION ALL SELECT 'a replica identity of its own' WHERE c.relreplident NOT IN ('d', 'n')
                UNION ALL SELECT 'storage parameters of its TOAST table' WHERE EXISTS (SELECT FROM pg_class AS t WHERE t.oid = c.reltoastrelid AND t.reloptions IS NOT NULL)
                UNION ALL SELECT format('foreign key %I', k.conname) FROM pg_constraint AS k WHERE k.contype = 'f' AND c.oid IN (k.conrelid, k.confrelid)
                UNION ALL SELECT format('CHECK %I, which the table has not', k.conname) FROM pg_constraint AS k WHERE k.contype = 'c' AND k.conrelid = c.oid AND k.coninhcount = 0
                UNION ALL SELECT format('rule %I', w.rulename) FROM pg_rewrite AS w WHERE w.ev_class = c.oid
                UNION ALL SELECT format('statistics %I', s.stxname) FROM pg_statistic_ext AS s WHERE s.stxrelid = c.oid
                UNION ALL SELECT format('a place in publication %I', p.pubname) FROM pg_publication_rel AS r JOIN pg_publication AS p ON p.oid = r.prpubid WHERE r.prrelid = c.oid
                UNION ALL SELECT format('sequence %s', d.objid::regclass) FROM pg_depend AS d JOIN pg_class AS q ON q.oid = d.objid AND q.relkind = 'S'
                           WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid
                UNION ALL SELECT 'a bond to an extension' WHERE EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('e', 'x'))
                UNION ALL SELECT 'a security label' WHERE EXISTS (SELECT FROM pg_seclabel AS l WHERE l.classoid = 'pg_class'::regclass AND l.objoid = c.oid)
                UNION ALL SELECT format('column %I, which is not as it is in the table', a.attname)
                            FROM pg_attribute AS a LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                            JOIN pg_attribute AS b ON b.attrelid = p_table AND b.attname = a.attname LEFT JOIN pg_attrdef AS e ON e.adrelid = b.attrelid AND e.adnum = b.attnum
                           WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                             AND (a.attgenerated <> '' OR b.attgenerated <> '' OR a.attnotnull <> b.attnotnull
                                  OR pg_get_expr(d.adbin, d.adrelid) IS DISTINCT FROM pg_get_expr(e.adbin, e.adrelid))) AS o
         WHERE c.oid = p_relid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_refusal(oid, oid) IS
    'What a partition has of its own that one in its place would not get; NULL where there is nothing.';

CREATE OR REPLACE FUNCTION partition_tools_internal.table_refusal(p_table oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT string_agg(o.what, ', ')
          FROM (SELECT format('generated column %I', a.attname) AS what FROM pg_attribute AS a WHERE a.attrelid = p_table AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated <> ''
                UNION ALL SELECT format('foreign key %I', k.conname) FROM pg_constraint AS k WHERE k.contype = 'f' AND p_table IN (k.conrelid, k.confrelid)) AS o);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.table_refusal(oid) IS
    'What a table has with which no partition of it is made or replaced: generated columns, whose values would be computed anew, and foreign keys, which the server does not enforce; NULL where there is nothing.';

CREATE OR REPLACE FUNCTION partition_tools_internal.check_sources(p_table regclass, p_sources partition_tools_internal.leaf[])
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.leaf;
    v_kept text := partition_tools_internal.table_refusal(p_table);
BEGIN
    IF v_kept IS NOT NULL THEN
        RAISE EXCEPTION 'partitions of % are neither made nor replaced, since it has %', p_table, v_kept
            USING ERRCODE = 'PP021', DETAIL = 'On Greenplum 7 that is not carried over.', HINT = 'Take it away from the table.';
    END IF;
    FOREACH s IN ARRAY p_sources LOOP
        PERFORM partition_tools_internal.check_free(p_table, s);
        v_kept := partition_tools_internal.leaf_refusal(p_table, s.relid);
        IF v_kept IS NOT NULL THEN
            RAISE EXCEPTION 'partition % of % has what the one in its place would not get: %', s.relid::regclass, p_table, v_kept
                USING ERRCODE = 'PP021', DETAIL = 'On Greenplum 7 such properties of a partition are not carried over.', HINT = 'Give them to the partitioned table, or take them away.';
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_sources(regclass, partition_tools_internal.leaf[]) IS
    'Refuses tables and sources that cannot be worked on as they are: PP021 for properties that are not carried over, and for dependent objects.';
