CREATE OR REPLACE FUNCTION partition_tools_internal.build_comments(p_target partition_tools_internal.job_target)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_sources oid[] := partition_tools_internal.target_sources(p_target);
    v_same boolean := (SELECT c.relname = p_target.name AND n.nspname = p_target.schema_name
                         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = p_target.template);
    v_statement text;
BEGIN
    FOR v_statement IN
        SELECT format('COMMENT ON %s IS %L', d.object, d.wanted)
          FROM (-- That of the table is about this one partition, so a partition cut from it does not inherit it.
                SELECT format('TABLE %s', p_target.relid::regclass) AS object, obj_description(p_target.template, 'pg_class') AS wanted, obj_description(p_target.relid, 'pg_class') AS has
                 WHERE v_same
                UNION ALL
                SELECT format('COLUMN %s.%I', p_target.relid::regclass, t.attname),
                       (SELECT col_description(s.attrelid, s.attnum) FROM pg_attribute AS s
                         WHERE s.attrelid = ANY (v_sources) AND s.attname = t.attname AND NOT s.attisdropped AND col_description(s.attrelid, s.attnum) IS NOT NULL
                         ORDER BY array_position(v_sources, s.attrelid) LIMIT 1), col_description(t.attrelid, t.attnum)
                  FROM pg_attribute AS t WHERE t.attrelid = p_target.relid AND t.attnum > 0 AND NOT t.attisdropped
                UNION ALL
                SELECT format('CONSTRAINT %I ON %s', t.conname, p_target.relid::regclass), obj_description(s.oid, 'pg_constraint'), obj_description(t.oid, 'pg_constraint')
                  FROM pg_constraint AS t JOIN pg_constraint AS s ON s.conrelid = p_target.template AND s.conname = t.conname AND s.contype = t.contype
                 WHERE t.conrelid = p_target.relid AND t.contype IN ('c', 'n', 'f')) AS d
         WHERE d.wanted IS DISTINCT FROM d.has
    LOOP
        EXECUTE v_statement;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_comments(partition_tools_internal.job_target) IS
    'Comments on a partition that keeps its name, on columns and constraints.';
