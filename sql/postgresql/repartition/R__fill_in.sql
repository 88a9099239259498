CREATE OR REPLACE FUNCTION partition_tools_internal.fill_in(p_template text, p_values json)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Every second piece is a name. What stands in for it is not looked at again, whatever braces it has.
    RETURN (SELECT string_agg(CASE WHEN p.n % 2 = 1 THEN p.piece ELSE coalesce(p_values ->> p.piece, '') END, '' ORDER BY p.n)
              FROM regexp_split_to_table(p_template, '[{}]') WITH ORDINALITY AS p(piece, n));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.fill_in(text, json) IS
    'SQL that a job writes for itself: the template with the value of each {name}, which has to be quoted already. A value that is NULL or missing leaves nothing.';
