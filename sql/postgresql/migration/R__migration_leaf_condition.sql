CREATE OR REPLACE FUNCTION partition_tools_internal.migration_leaf_condition(p_leaf oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN pg_get_partition_constraintdef(p_leaf);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_leaf_condition(oid) IS
    'The condition that the rows of a partition, and no others of its table, fulfil; NULL for a table that is no partition.';
