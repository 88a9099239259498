CREATE OR REPLACE FUNCTION partition_tools_internal.build_column_options(p_target partition_tools_internal.job_target)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_sources oid[] := partition_tools_internal.target_sources(p_target);
    r record;
BEGIN
    FOR r IN
        SELECT t.attname, f.attoptions, f.attstorage, t.attstorage AS is_storage, f.attcompression, t.attcompression AS is_compression,
               ARRAY(SELECT split_part(o, '=', 1) FROM unnest(t.attoptions) AS o WHERE o <> ALL (coalesce(f.attoptions, '{}'))) AS reset,
               t.attoptions AS is_options, coalesce(t.attstattarget, -1) AS is_target,
               -- The finest histogram that any source wants.
               (SELECT max(coalesce(s.attstattarget, -1)) FROM pg_attribute AS s WHERE s.attrelid = ANY (v_sources) AND s.attname = t.attname) AS target
          FROM pg_attribute AS t JOIN pg_attribute AS f ON f.attrelid = p_target.template AND f.attname = t.attname
         WHERE t.attrelid = p_target.relid AND t.attnum > 0 AND NOT t.attisdropped
    LOOP
        IF r.target <> r.is_target THEN
            EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS %s', p_target.relid::regclass, r.attname, r.target);
        END IF;
        IF cardinality(r.reset) > 0 THEN
            EXECUTE format('ALTER TABLE %s ALTER COLUMN %I RESET (%s)', p_target.relid::regclass, r.attname, array_to_string(r.reset, ', '));
        END IF;
        IF r.attoptions <> coalesce(r.is_options, '{}') THEN
            EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET (%s)', p_target.relid::regclass, r.attname, array_to_string(r.attoptions, ', '));
        END IF;
        IF r.attstorage <> r.is_storage THEN
            EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STORAGE %s', p_target.relid::regclass, r.attname,
                           CASE r.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END);
        END IF;
        IF r.attcompression <> r.is_compression THEN
            EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET COMPRESSION %s', p_target.relid::regclass, r.attname,
                           CASE r.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' ELSE 'default' END);
        END IF;
    END LOOP;
    PERFORM partition_tools_internal.build_defaults(p_target.template, p_target.relid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_column_options(partition_tools_internal.job_target) IS
    'Statistics targets, attribute options, storage, compression and defaults of the columns.';

CREATE OR REPLACE FUNCTION partition_tools_internal.build_defaults(p_from oid, p_to oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN
        SELECT t.attname, pg_get_expr(d.adbin, d.adrelid) AS wanted, pg_get_expr(e.adbin, e.adrelid) AS has
          FROM pg_attribute AS t JOIN pg_attribute AS f ON f.attrelid = p_from AND f.attname = t.attname
          LEFT JOIN pg_attrdef AS d ON d.adrelid = f.attrelid AND d.adnum = f.attnum
          LEFT JOIN pg_attrdef AS e ON e.adrelid = t.attrelid AND e.adnum = t.attnum
         WHERE t.attrelid = p_to AND t.attnum > 0 AND NOT t.attisdropped AND t.attgenerated = ''
    LOOP
        IF r.wanted IS DISTINCT FROM r.has THEN
            EXECUTE format('ALTER TABLE %s ALTER COLUMN %I %s', p_to::regclass, r.attname, coalesce('SET DEFAULT ' || r.wanted, 'DROP DEFAULT'));
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_defaults(oid, oid) IS 'Defaults of the columns.';
