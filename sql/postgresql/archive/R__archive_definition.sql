CREATE OR REPLACE FUNCTION partition_tools_internal.archive_definition(p_relid oid)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT json_build_object(
                   'schema', n.nspname, 'name', c.relname,
                   'columns', partition_tools_internal.archive_columns(p_relid), 'ddl', partition_tools_internal.archive_ddl(p_relid),
                   'tablespace', partition_tools_internal.tablespace_name(c.reltablespace), 'options', c.reloptions)
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = p_relid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.archive_definition(oid) IS
    'What a partition is like, as an archive keeps it.';
