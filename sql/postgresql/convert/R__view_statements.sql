CREATE OR REPLACE FUNCTION partition_tools_internal.view_statements(p_table oid)
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(SELECT u.s FROM partition_tools_internal.function_statements(p_table) AS u (s)) || partition_tools_internal.view_definitions(p_table);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.view_statements(oid) IS
    'The statements that make the views of a table anew, and functions with SQL-standard bodies, so that they read whichever table has its name then.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_functions(p_table oid)
RETURNS TABLE (oid oid, owner oid)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- What has the row type in its parameters could not follow.
    RETURN QUERY
        SELECT DISTINCT f.oid, f.proowner FROM pg_depend AS d JOIN pg_proc AS f ON f.oid = d.objid AND f.prosqlbody IS NOT NULL
         WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = p_table AND d.deptype = 'n'
           AND NOT EXISTS (SELECT FROM pg_depend AS y WHERE y.classid = 'pg_proc'::regclass AND y.objid = f.oid AND y.refclassid = 'pg_type'::regclass
                              AND y.refobjid IN (SELECT t.oid FROM pg_type AS t WHERE t.typrelid = p_table UNION ALL SELECT t.typarray FROM pg_type AS t WHERE t.typrelid = p_table));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_functions(oid) IS
    'The functions and procedures with SQL-standard bodies that read or write a table, with their owners.';

CREATE OR REPLACE FUNCTION partition_tools_internal.function_statements(p_table oid)
RETURNS SETOF text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- As of views: OR REPLACE keeps OID, owner, privileges and comments.
    RETURN QUERY SELECT pg_get_functiondef(f.oid) FROM partition_tools_internal.convert_functions(p_table) AS f ORDER BY f.oid;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.function_statements(oid) IS
    'The statements that make the functions of a table anew that know it by its OID.';
