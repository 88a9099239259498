CREATE OR REPLACE FUNCTION partition_tools_internal.build_columns(p_from oid, p_to oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN
        SELECT a.attname, a.attstattarget, a.attoptions, d.description AS comment
          FROM pg_attribute a LEFT JOIN pg_description d ON d.objoid = a.attrelid AND d.classoid = 'pg_class'::regclass AND d.objsubid = a.attnum
         WHERE a.attrelid = p_from AND a.attnum > 0 AND NOT a.attisdropped
           AND (a.attstattarget >= 0 OR a.attoptions IS NOT NULL OR d.description IS NOT NULL)
    LOOP
        IF r.attstattarget >= 0 THEN
            EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS %s', p_to::regclass, r.attname, r.attstattarget);
        END IF;
        IF r.attoptions IS NOT NULL THEN
            EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET (%s)', p_to::regclass, r.attname, array_to_string(r.attoptions, ', '));
        END IF;
        IF r.comment IS NOT NULL THEN
            EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', p_to::regclass, r.attname, r.comment);
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_columns(oid, oid) IS
    'Statistics targets, attribute options and comments of the columns.';
