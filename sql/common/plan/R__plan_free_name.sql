CREATE OR REPLACE FUNCTION partition_tools_internal.plan_free_name(
    p_key partition_tools_internal.table_key, p_ranges partition_tools_internal.partition_range[],
    p_name text, p_lower timestamptz, p_upper timestamptz)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_name   text := p_name;
    v_number int := 0;
BEGIN
    -- A partition of the same range is what the new one replaces, so its name will be free; any other holder keeps it.
    WHILE EXISTS (SELECT FROM unnest(p_ranges) AS r
                   WHERE r.schema_name = p_key.schema_name AND r.name = v_name
                     AND (r.is_default OR r.lower >= p_upper OR r.upper <= p_lower))
          OR partition_tools_internal.names_beside(p_key.table_oid, p_key.schema_name, ARRAY[v_name::name]) <> '{}'
    LOOP
        v_number := v_number + 1;
        v_name := partition_tools_internal.short_name(p_name, '_' || substr(md5(format('%s %s %s', p_lower, p_upper, v_number)), 1, 6));
    END LOOP;
    RETURN v_name;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plan_free_name(partition_tools_internal.table_key, partition_tools_internal.partition_range[], text, timestamptz, timestamptz) IS
    'The name for a new partition: the wanted one, or with a hash of its bounds where another relation has that.';
