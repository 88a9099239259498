CREATE OR REPLACE FUNCTION partition_tools_internal.convert_oldest(p_key partition_tools_internal.table_key)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
DECLARE
    v_oldest text;
BEGIN
    EXECUTE format('SELECT min(%1$I)::text FROM ONLY %2$s', p_key.column_name, p_key.table_oid::regclass) INTO v_oldest;
    IF v_oldest IN ('-infinity', 'infinity') THEN
        v_oldest := NULL;
    END IF;
    RETURN partition_tools_internal.key_decode(p_key, v_oldest);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_oldest(partition_tools_internal.table_key) IS
    'The time of the oldest row of a plain table, on the axis of its key; NULL where it has none.';
