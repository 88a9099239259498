CREATE OR REPLACE FUNCTION partition_tools_internal.bound_clause(p_lower text, p_upper text, p_is_default boolean)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF p_is_default THEN
        RETURN 'DEFAULT';
    END IF;
    RETURN format('FOR VALUES FROM (%s) TO (%s)', coalesce(quote_literal(p_lower), 'MINVALUE'), coalesce(quote_literal(p_upper), 'MAXVALUE'));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.bound_clause(text, text, boolean) IS
    'The bound of a partition as ATTACH PARTITION wants it.';
