CREATE OR REPLACE FUNCTION partition_tools_internal.partition_name_taken(p_table oid, p_schema name, p_name name)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN partition_tools_internal.names_beside(p_table, p_schema, ARRAY[p_name]) <> '{}'
        OR EXISTS (SELECT FROM partition_tools_internal.partition_bounds(p_table) AS b
                     JOIN pg_class AS c ON c.oid = b.relid JOIN pg_namespace AS n ON n.oid = c.relnamespace
                    WHERE b.name = p_name AND n.nspname = p_schema);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partition_name_taken(oid, name, name) IS
    'Whether a new partition of a table cannot have a name, because another partition has it, or a relation that is in its way.';
