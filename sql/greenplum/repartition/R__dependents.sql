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
                   AND (d.refclassid = 'pg_class'::regclass AND d.refobjid = p_partition
                        AND d.classid IN ('pg_rewrite'::regclass, 'pg_proc'::regclass)
                    -- The row type goes with the table: columns and functions that use it, and its array.
                    OR d.refclassid = 'pg_type'::regclass
                        AND d.refobjid IN (SELECT t.oid FROM pg_type t WHERE t.typrelid = p_partition
                                           UNION ALL SELECT t.typarray FROM pg_type t WHERE t.typrelid = p_partition))
                UNION ALL
                SELECT format('trigger %I', t.tgname) FROM pg_trigger t WHERE t.tgrelid = p_partition AND NOT t.tgisinternal) AS o);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.dependents(oid) IS
    'What refers to a partition itself rather than to its table, or hangs on it alone, and would not follow when it is replaced; NULL where nothing does.';
