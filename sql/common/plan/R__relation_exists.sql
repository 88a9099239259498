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
