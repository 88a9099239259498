CREATE OR REPLACE FUNCTION partition_tools_internal.convert_views(p_table oid)
RETURNS TABLE (relid oid, owner oid)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Views on these views go on: they know them by their OIDs, which stay.
    RETURN QUERY
        SELECT DISTINCT v.oid, v.relowner
          FROM pg_depend AS d JOIN pg_rewrite AS w ON w.oid = d.objid AND w.rulename = '_RETURN' JOIN pg_class AS v ON v.oid = w.ev_class AND v.relkind = 'v'
         WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = p_table AND d.deptype = 'n';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_views(oid) IS 'The views that read a table themselves, with their owners.';

CREATE OR REPLACE FUNCTION partition_tools_internal.view_definitions(p_table oid)
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- With this search path all names but those of pg_catalog are written with their schemas: whoever bears the table's name
    -- when it is executed is meant. OR REPLACE keeps OID, owner, privileges, comments, triggers, rules and column defaults.
    RETURN (
        SELECT array_agg(format('CREATE OR REPLACE VIEW %s%s AS %s', v.relid::regclass,
                   (SELECT ' WITH (' || string_agg(format('%s=%L', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', ') || ')' FROM unnest(c.reloptions) AS o),
                   pg_get_viewdef(v.relid)) ORDER BY v.relid)
          FROM partition_tools_internal.convert_views(p_table) AS v JOIN pg_class AS c ON c.oid = v.relid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.view_definitions(oid) IS
    'The statements that make the views of a table anew, so that they read whichever table has its name then.';

CREATE OR REPLACE FUNCTION partition_tools_internal.lock_views(p_table oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v record;
BEGIN
    -- Before the table, as who reads a view locks it before what it reads. LOCK TABLE would lock all that the view reads; this
    -- changes nothing and takes ACCESS EXCLUSIVE on the view alone.
    FOR v IN SELECT w.relid, w.owner FROM partition_tools_internal.convert_views(p_table) AS w ORDER BY w.relid LOOP
        EXECUTE format('ALTER VIEW %s OWNER TO %I', v.relid::regclass, pg_get_userbyid(v.owner));
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_views(oid) IS
    'Locks the views that read a table, and nothing else that they read.';
