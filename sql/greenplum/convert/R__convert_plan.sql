CREATE OR REPLACE FUNCTION partition_tools_internal.convert_plan(
    p_key partition_tools_internal.table_key, p_policy json, p_operations partition_tools_internal.operation[], p_as_of timestamptz)
RETURNS partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF coalesce(p_policy ->> 'partition_mode', partition_tools_internal.setting('partition_mode', 'copy')) <> 'copy' THEN
        RAISE EXCEPTION 'partition_mode must be copy on Greenplum 6' USING ERRCODE = 'PP001', HINT = 'It cannot make a partition of a table without a copy.';
    END IF;
    RETURN partition_tools_internal.convert_action(p_key, p_operations, p_as_of);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_plan(partition_tools_internal.table_key, json, partition_tools_internal.operation[], timestamptz) IS
    'The action that makes a partitioned table of a plain one. PP001 for the mode adopt.';
