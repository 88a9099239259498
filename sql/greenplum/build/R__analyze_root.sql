CREATE OR REPLACE FUNCTION partition_tools_internal.analyze_root(p_table oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
BEGIN
    -- The rows of the table stay the same, so statistics that it has stay true. Who may not read the table does not see them here, and makes them anew.
    IF EXISTS (SELECT FROM pg_stats AS s JOIN pg_namespace AS n ON n.nspname = s.schemaname JOIN pg_class AS c ON c.relnamespace = n.oid AND c.relname = s.tablename WHERE c.oid = p_table) THEN
        RETURN;
    END IF;
    IF partition_tools_internal.setting('statistics', 'on')::boolean THEN
        EXECUTE format('ANALYZE ROOTPARTITION %s', p_table::regclass);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.analyze_root(oid) IS
    'Statistics of the table as a whole, where it has none, or the caller may not look. Reads a sample of all partitions.';
