CREATE OR REPLACE FUNCTION partition_tools_internal.lock_patience()
RETURNS interval
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN partition_tools_internal.setting('lock_patience', '10 minutes')::interval;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_patience() IS
    'How long a job tries, in slices of lock_timeout, to get a lock before it fails: partition_tools.lock_patience, default 10 minutes.';
