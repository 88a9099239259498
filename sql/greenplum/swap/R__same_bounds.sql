CREATE OR REPLACE FUNCTION partition_tools_internal.same_bounds(p_one partition_tools_internal.leaf, p_other partition_tools_internal.leaf)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN p_one.is_default = p_other.is_default AND p_one.lower_text IS NOT DISTINCT FROM p_other.lower_text
                                                 AND p_one.upper_text IS NOT DISTINCT FROM p_other.upper_text;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.same_bounds(partition_tools_internal.leaf, partition_tools_internal.leaf) IS
    'Whether two partitions have the same range.';
