CREATE OR REPLACE FUNCTION partition_tools_internal.range_predicate(p_column name, p_type text, p_lower text, p_upper text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- IS NOT NULL, because that is what a partition's own constraint says; concat_ws leaves out a missing bound.
    RETURN '(' || concat_ws(' AND ', format('%I IS NOT NULL', p_column),
                            CASE WHEN p_lower IS NOT NULL THEN format('%I >= %L::%s', p_column, p_lower, p_type) END,
                            CASE WHEN p_upper IS NOT NULL THEN format('%I < %L::%s', p_column, p_upper, p_type) END) || ')';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.range_predicate(name, text, text, text) IS
    'SQL condition that a key lies in [p_lower, p_upper); NULL without limit.';

CREATE OR REPLACE FUNCTION partition_tools_internal.ranges_predicate(p_column name, p_type text, p_ranges text[])
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_terms text[] := '{}';
    v_lower text;
    v_upper text;
BEGIN
    FOR i IN 1 .. coalesce(array_length(p_ranges, 1), 0) LOOP
        -- Adjacent ranges become one: the planner's proof that no row can conflict costs time for every range.
        IF i = 1 THEN
            v_lower := p_ranges[i][1];
        ELSIF p_ranges[i][1] IS DISTINCT FROM v_upper THEN
            v_terms := v_terms || partition_tools_internal.range_predicate(p_column, p_type, v_lower, v_upper);
            v_lower := p_ranges[i][1];
        END IF;
        v_upper := p_ranges[i][2];
    END LOOP;
    IF array_length(p_ranges, 1) > 0 THEN
        v_terms := v_terms || partition_tools_internal.range_predicate(p_column, p_type, v_lower, v_upper);
    END IF;
    RETURN coalesce(nullif(array_to_string(v_terms, ' OR '), ''), 'false');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.ranges_predicate(name, text, text[]) IS
    'SQL condition that a key lies in one of the ranges {{lower, upper}, ...}, which come in order; lower inclusive, upper exclusive, NULL without limit.';
