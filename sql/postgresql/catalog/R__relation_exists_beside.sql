CREATE OR REPLACE FUNCTION partition_tools_internal.relation_exists_beside(p_table oid, p_schema name, p_name name)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN partition_tools_internal.relation_exists(p_schema, p_name)
       AND NOT EXISTS (SELECT FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE i.inhparent = p_table AND n.nspname = p_schema AND c.relname = p_name);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.relation_exists_beside(oid, name, name) IS
    'Whether a name is taken by anything but a partition of the table.';
