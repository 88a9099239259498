CREATE OR REPLACE FUNCTION partition_tools.unpartition(p_table regclass, p_tablespace text DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.not_available('unpartition');
END
$$;
COMMENT ON FUNCTION partition_tools.unpartition(regclass, text) IS
'Always PP100: not available on this engine yet.

p_table, p_tablespace: as on other engines.

Errors: PP100.';
