CREATE OR REPLACE FUNCTION partition_tools_internal.names_beside(p_table oid, p_schema name, p_names name[])
RETURNS name[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Greenplum has no array without elements of a query without rows.
    RETURN coalesce(ARRAY(
        SELECT c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
         WHERE c.relname = ANY (p_names) AND n.nspname = p_schema
           AND NOT EXISTS (SELECT FROM pg_inherits AS i WHERE i.inhparent = p_table AND i.inhrelid = c.oid)
        UNION
        -- A table needs its name free among the types, too.
        SELECT t.typname FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace
         WHERE t.typname = ANY (p_names) AND n.nspname = p_schema
           AND NOT EXISTS (SELECT FROM pg_inherits AS i WHERE i.inhparent = p_table AND i.inhrelid = t.typrelid)), '{}');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.names_beside(oid, name, name[]) IS
    'Those of some names that are taken by anything but a partition of the table.';
