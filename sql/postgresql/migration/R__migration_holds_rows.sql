CREATE OR REPLACE FUNCTION partition_tools_internal.migration_holds_rows(p_relid oid)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM pg_class c WHERE c.oid = p_relid AND c.relkind <> 'p');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_holds_rows(oid) IS
    'Whether a table can hold rows of its own: false where it is partitioned.';
