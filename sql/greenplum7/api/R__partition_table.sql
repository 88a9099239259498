CREATE OR REPLACE FUNCTION partition_tools.partition_table(
    p_table regclass,
    p_column name,
    p_granularity interval,
    p_lower_bound interval DEFAULT NULL,
    p_upper_bound interval DEFAULT NULL,
    p_tablespace text DEFAULT NULL,
    p_mode text DEFAULT 'copy',
    p_as_of timestamptz DEFAULT now())
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.not_available('the conversion of a plain table');
END
$$;
COMMENT ON FUNCTION partition_tools.partition_table(regclass, name, interval, interval, interval, text, text, timestamptz) IS
'Always PP100: not available on this engine yet.

p_table, p_column, p_granularity, p_lower_bound, p_upper_bound, p_tablespace, p_mode, p_as_of: as on other engines.

Errors: PP100.';
