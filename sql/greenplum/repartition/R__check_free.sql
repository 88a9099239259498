CREATE OR REPLACE FUNCTION partition_tools_internal.check_free(p_table regclass, p_source partition_tools_internal.leaf)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_objects text := partition_tools_internal.dependents(p_source.relid);
BEGIN
    IF v_objects IS NOT NULL THEN
        RAISE EXCEPTION 'other objects depend on partition % of %: %', p_source.relid::regclass, p_table, v_objects
            USING ERRCODE = 'PP021', DETAIL = 'The partition is dropped, or replaced by another table, which they would not follow.',
                  HINT = 'Let them refer to the partitioned table, or drop them and create them again afterwards.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.check_free(regclass, partition_tools_internal.leaf) IS
    'PP021 where something else depends on a partition itself.';
