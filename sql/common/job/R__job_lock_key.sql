CREATE OR REPLACE FUNCTION partition_tools_internal.job_lock_key(p_job_id bigint)
RETURNS int
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (p_job_id % 2147483648)::int;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_lock_key(bigint) IS
    'Second key of the advisory lock that a session holds while it works on a job; the first is 1347702786.';

CREATE OR REPLACE FUNCTION partition_tools_internal.table_lock_key(p_table oid)
RETURNS int
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN p_table::int8::bit(32)::int;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.table_lock_key(oid) IS
    'Second key of the advisory lock that a session holds while it changes the partitions of a table; the first is 1347702785.';
