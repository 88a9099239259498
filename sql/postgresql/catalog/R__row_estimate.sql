CREATE OR REPLACE FUNCTION partition_tools_internal.row_estimate(p_tuples real, p_pages int, p_bytes bigint)
RETURNS bigint
LANGUAGE sql STABLE
-- The density of the last ANALYZE times today's pages, as the planner does; about 100 bytes a row where there was none.
-- RETURN is parsed here and now, so that nobody's search_path can slip other operators in where it is inlined.
RETURN (CASE WHEN p_tuples OPERATOR(pg_catalog.>=) 0 AND p_pages OPERATOR(pg_catalog.>) 0
             THEN p_tuples::float8 OPERATOR(pg_catalog.*) (p_bytes::float8 OPERATOR(pg_catalog./)
                  pg_catalog.current_setting('block_size')::float8 OPERATOR(pg_catalog./) p_pages::float8)
             ELSE p_bytes::float8 OPERATOR(pg_catalog./) 100 END)::bigint;
COMMENT ON FUNCTION partition_tools_internal.row_estimate(real, int, bigint) IS
    'Estimated rows of a table from its statistics and its present size in bytes.';
