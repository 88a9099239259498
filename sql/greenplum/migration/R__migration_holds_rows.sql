CREATE OR REPLACE FUNCTION partition_tools_internal.migration_holds_rows(p_relid oid)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN NOT EXISTS (SELECT FROM pg_partition p WHERE p.parrelid = p_relid)
       AND NOT EXISTS (SELECT FROM pg_partition_rule r JOIN pg_partition_rule s ON s.parparentrule = r.oid WHERE r.parchildrelid = p_relid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_holds_rows(oid) IS
    'Whether a table can hold rows of its own: false where it is partitioned.';
