CREATE OR REPLACE FUNCTION partition_tools_internal.default_span(
    p_key partition_tools_internal.table_key, p_default partition_tools_internal.partition_range)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_relid oid := format('%I.%I', p_default.schema_name, p_default.name)::regclass;
    v_first text;
    v_last  text;
BEGIN
    -- Reading a large one would take longer than all else that is looked at.
    IF NOT partition_tools_internal.relation_readable(v_relid) OR p_default.bytes > partition_tools_internal.small_default() AND NOT EXISTS (
        SELECT FROM pg_index x JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0]
         WHERE x.indrelid = v_relid AND x.indisvalid AND x.indpred IS NULL AND a.attname = p_key.column_name)
    THEN
        RETURN NULL;
    END IF;
    EXECUTE format('SELECT (SELECT %1$I::text FROM ONLY %2$s WHERE %1$I IS NOT NULL ORDER BY %1$I LIMIT 1), (SELECT %1$I::text FROM ONLY %2$s WHERE %1$I IS NOT NULL ORDER BY %1$I DESC LIMIT 1)',
                   p_key.column_name, v_relid::regclass) INTO v_first, v_last;
    RETURN CASE WHEN v_first IS NOT NULL THEN format('from %s to %s', v_first, v_last) END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.default_span(partition_tools_internal.table_key, partition_tools_internal.partition_range) IS
    'From which key to which the rows of the default partition are, in words; NULL where it has none, or where only reading all of it would tell.';
