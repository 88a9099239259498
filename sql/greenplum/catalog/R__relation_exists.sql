CREATE OR REPLACE FUNCTION partition_tools_internal.relation_exists(p_schema name, p_name name)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                    WHERE n.nspname = p_schema AND c.relname = p_name)
        -- A table needs its name free among the types, too.
        OR EXISTS (SELECT FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
                    WHERE n.nspname = p_schema AND t.typname = p_name);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.relation_exists(name, name) IS 'Whether a name is taken in a schema.';

CREATE OR REPLACE FUNCTION partition_tools_internal.relation_exists_beside(p_table oid, p_schema name, p_name name)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Partitions have names within their table; the server chooses free names for their relations.
    RETURN false;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.relation_exists_beside(oid, name, name) IS
    'Whether a name is taken by anything but a partition of the table: never, on this engine.';
