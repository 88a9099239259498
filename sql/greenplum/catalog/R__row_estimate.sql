CREATE OR REPLACE FUNCTION partition_tools_internal.row_estimate(p_tuples real, p_pages int, p_bytes bigint)
RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- The density of the last ANALYZE times today's size, as the planner does; about 100 bytes a row where there was none.
    RETURN (CASE WHEN p_tuples > 0 AND p_pages > 0
                THEN p_tuples::float8 * (p_bytes::float8 / current_setting('block_size')::float8 / p_pages::float8)
                ELSE p_bytes::float8 / 100 END)::bigint;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.row_estimate(real, int, bigint) IS
    'Estimated rows of a table from its statistics and its present size in bytes.';
