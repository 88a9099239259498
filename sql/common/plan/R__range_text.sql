CREATE OR REPLACE FUNCTION partition_tools_internal.range_text(p_range partition_tools_internal.partition_range)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN format('%I %s', p_range.name,
        CASE WHEN p_range.is_default THEN 'DEFAULT'
             ELSE format('[%s, %s)', coalesce(p_range.lower_literal, 'MINVALUE'), coalesce(p_range.upper_literal, 'MAXVALUE')) END);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.range_text(partition_tools_internal.partition_range) IS
    'A partition and its bounds for people: name [lower, upper).';
