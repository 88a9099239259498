CREATE OR REPLACE FUNCTION partition_tools_internal.portion_limit()
RETURNS int
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Each takes 10 to 40 ms of the lock, and nobody should wait a second.
    RETURN nullif(greatest(partition_tools_internal.setting('portion_limit', '25')::int, 0), 0);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.portion_limit() IS
    'How many new partitions one job makes at most, since all of them are made under one lock: partition_tools.portion_limit, default 25; NULL, set as 0, is without limit.';
