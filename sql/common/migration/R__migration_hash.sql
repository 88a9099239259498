CREATE OR REPLACE FUNCTION partition_tools_internal.migration_hash()
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- hashtextextended came with PostgreSQL 11, and is several times as fast.
    RETURN CASE WHEN EXISTS (SELECT FROM pg_proc AS p WHERE p.proname = 'hashtextextended') THEN 'hashtextextended(%s, 0)'
                ELSE '(''x'' || left(md5(%s), 16))::bit(64)::bigint' END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_hash() IS
    'An expression for the hash of a text (%s) as a bigint, the best that the server has.';
