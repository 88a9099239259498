CREATE OR REPLACE FUNCTION partition_tools_internal.build_column_options(p_from oid, p_to oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN
        SELECT a.attname, a.attstattarget, a.attoptions FROM pg_attribute a
         WHERE a.attrelid = p_from AND a.attnum > 0 AND NOT a.attisdropped
           AND (coalesce(a.attstattarget, -1) >= 0 OR a.attoptions IS NOT NULL)
    LOOP
        IF r.attstattarget >= 0 THEN
            EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS %s', p_to::regclass, r.attname, r.attstattarget);
        END IF;
        IF r.attoptions IS NOT NULL THEN
            EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET (%s)', p_to::regclass, r.attname, array_to_string(r.attoptions, ', '));
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_column_options(oid, oid) IS
    'Statistics targets and attribute options of the columns.';
