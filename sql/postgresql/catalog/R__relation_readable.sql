CREATE OR REPLACE FUNCTION partition_tools_internal.relation_readable(p_relid oid)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN has_table_privilege(p_relid, 'SELECT') AND NOT row_security_active(p_relid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.relation_readable(oid) IS
    'Whether the current role may read all rows of a table.';
