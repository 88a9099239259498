CREATE OR REPLACE FUNCTION partition_tools_internal.build_index_options(p_from oid, p_to oid, p_is_constraint boolean)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_text text;
    r record;
BEGIN
    IF p_is_constraint THEN
        -- pg_get_constraintdef leaves storage parameters out.
        FOR v_text IN SELECT unnest(c.reloptions) FROM pg_class c WHERE c.oid = p_from LOOP
            EXECUTE format('ALTER INDEX %s SET (%s = %L)', p_to::regclass, split_part(v_text, '=', 1), substr(v_text, strpos(v_text, '=') + 1));
        END LOOP;
        SELECT obj_description(k.oid, 'pg_constraint') AS text, n.conname, n.conrelid::regclass AS relid INTO r
          FROM pg_constraint k, pg_constraint n WHERE k.conindid = p_from AND n.conindid = p_to AND k.contype IN ('p', 'u', 'x') AND n.contype = k.contype;
        IF FOUND THEN
            EXECUTE format('COMMENT ON CONSTRAINT %I ON %s IS %L', r.conname, r.relid, r.text);
        END IF;
    END IF;
    v_text := obj_description(p_from, 'pg_class');
    IF v_text IS DISTINCT FROM obj_description(p_to, 'pg_class') THEN
        EXECUTE format('COMMENT ON INDEX %s IS %L', p_to::regclass, v_text);
    END IF;
    FOR r IN SELECT f.attnum, coalesce(f.attstattarget, -1) AS attstattarget FROM pg_attribute f JOIN pg_attribute t ON t.attrelid = p_to AND t.attnum = f.attnum
              WHERE f.attrelid = p_from AND f.attnum > 0 AND coalesce(f.attstattarget, -1) <> coalesce(t.attstattarget, -1) LOOP
        EXECUTE format('ALTER INDEX %s ALTER COLUMN %s SET STATISTICS %s', p_to::regclass, r.attnum, r.attstattarget);
    END LOOP;
    IF (SELECT x.indisclustered FROM pg_index x WHERE x.indexrelid = p_from) THEN
        EXECUTE format('ALTER TABLE %s CLUSTER ON %I', (SELECT x.indrelid::regclass FROM pg_index x WHERE x.indexrelid = p_to),
                       (SELECT c.relname FROM pg_class c WHERE c.oid = p_to));
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_index_options(oid, oid, boolean) IS
    'Comment, storage parameters, statistics targets and CLUSTER mark of an index, given to its copy.';

CREATE OR REPLACE FUNCTION partition_tools_internal.refresh_index_options(p_target partition_tools_internal.job_target)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_index AS x WHERE x.indrelid = p_target.relid AND x.indisclustered) THEN
        EXECUTE format('ALTER TABLE %s SET WITHOUT CLUSTER', p_target.relid::regclass);
    END IF;
    PERFORM partition_tools_internal.build_index_options(p.wanted, p.built, EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = p.built AND k.contype IN ('p', 'u', 'x')))
       FROM partition_tools_internal.indexes_pending(p_target) AS p WHERE p.wanted IS NOT NULL AND p.built IS NOT NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.refresh_index_options(partition_tools_internal.job_target) IS
    'The same for all indexes that a target has already.';
