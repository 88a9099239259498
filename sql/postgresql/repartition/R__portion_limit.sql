CREATE OR REPLACE FUNCTION partition_tools_internal.portion_limit()
RETURNS int
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.portion_limit() IS
    'How many new partitions one job makes at most: any number, for its lock is short and its rows are copied once.';
