CREATE OR REPLACE FUNCTION partition_tools_internal.range_text(p_range partition_tools_internal.partition_range)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN format('%I %s', p_range.name,
        CASE WHEN p_range.is_default THEN 'DEFAULT'
             -- Midnight goes without saying.
             ELSE format('[%s, %s)', coalesce(regexp_replace(p_range.lower_literal, ' 00:00:00([+]00)?$', ''), 'MINVALUE'),
                                     coalesce(regexp_replace(p_range.upper_literal, ' 00:00:00([+]00)?$', ''), 'MAXVALUE')) END);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.range_text(partition_tools_internal.partition_range) IS
    'A partition and its bounds for people: name [lower, upper).';
