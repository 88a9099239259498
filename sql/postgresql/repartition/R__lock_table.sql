CREATE OR REPLACE FUNCTION partition_tools_internal.lock_table(p_relid oid, p_mode text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_timeout text := current_setting('lock_timeout');
BEGIN
    -- Autovacuum gives way only to who has waited for deadlock_timeout, longer than lock_timeout. This mode conflicts with
    -- it and with no reader or writer, so waiting for it holds up nobody.
    IF (SELECT relkind FROM pg_class WHERE oid = p_relid) <> 'p' THEN
        PERFORM set_config('lock_timeout', '5s', true);
        EXECUTE format('LOCK TABLE ONLY %s IN SHARE UPDATE EXCLUSIVE MODE', p_relid::regclass);
        PERFORM set_config('lock_timeout', v_timeout, true);
    END IF;
    EXECUTE format('LOCK TABLE ONLY %s IN %s MODE', p_relid::regclass, p_mode);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.lock_table(oid, text) IS
    'Locks one table and not its partitions, waiting no longer than lock_timeout; an autovacuum in the way is made to yield first.';
