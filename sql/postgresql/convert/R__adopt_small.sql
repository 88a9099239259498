CREATE OR REPLACE FUNCTION partition_tools_internal.adopt_small(p_table oid)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN pg_relation_size(p_table) <= 32 * 1024 * 1024;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.adopt_small(oid) IS
    'Whether a unique index of a table is built in about the time that a lock may be waited for.';
