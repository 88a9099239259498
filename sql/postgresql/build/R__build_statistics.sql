CREATE OR REPLACE FUNCTION partition_tools_internal.build_statistics(p_target partition_tools_internal.job_target)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_stage name;
    v_tail  text;
    v_final name;
    n int := 0;
    r record;
BEGIN
    FOR r IN
        SELECT s.oid, s.stxname, sn.nspname, t.relname, tn.nspname AS table_schema, s.stxstattarget, pg_get_userbyid(s.stxowner) AS owner,
               pg_get_statisticsobjdef(s.oid) AS definition,
               (SELECT string_agg(a.attname, '_' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = s.stxrelid AND a.attnum = ANY (s.stxkeys::int2[])) AS columns
          FROM pg_statistic_ext s JOIN pg_namespace sn ON sn.oid = s.stxnamespace
          JOIN pg_class t ON t.oid = s.stxrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
         WHERE s.stxrelid = p_target.template AND t.relkind = 'r' ORDER BY s.oid
    LOOP
        n := n + 1;
        v_stage := partition_tools_internal.stage_name(p_target.job_id, format('t%s_s%s', p_target.ordinal, n));
        v_tail := substr(r.definition, length(format('CREATE STATISTICS %I.%I', r.nspname, r.stxname)) + 1);
        v_tail := left(v_tail, -length(format('%I.%I', r.table_schema, r.relname)));
        -- The definition is printed with a path-dependent table name only where the table is not visible; here it never is.
        EXECUTE format('CREATE STATISTICS %I.%I%s%s', r.nspname, v_stage, v_tail, p_target.relid::regclass);
        IF coalesce(r.stxstattarget, -1) >= 0 THEN
            EXECUTE format('ALTER STATISTICS %I.%I SET STATISTICS %s', r.nspname, v_stage, r.stxstattarget);
        END IF;
        IF obj_description(r.oid, 'pg_statistic_ext') IS NOT NULL THEN
            EXECUTE format('COMMENT ON STATISTICS %I.%I IS %L', r.nspname, v_stage, obj_description(r.oid, 'pg_statistic_ext'));
        END IF;
        EXECUTE format('ALTER STATISTICS %I.%I OWNER TO %I', r.nspname, v_stage, r.owner);
        v_final := CASE WHEN r.relname = p_target.name AND r.table_schema = p_target.schema_name THEN r.stxname
                        ELSE partition_tools_internal.short_name(p_target.name,
                            '_' || partition_tools_internal.cut_bytes(coalesce(r.columns, 'expr'), 25) || '_stat' || CASE WHEN n > 1 THEN n::text ELSE '' END) END;
        INSERT INTO partition_tools_internal.job_rename (job_id, kind, relid, final_name)
        SELECT p_target.job_id, 'STATISTICS', s.oid, v_final
          FROM pg_statistic_ext s JOIN pg_namespace sn ON sn.oid = s.stxnamespace
         WHERE s.stxname = v_stage AND sn.nspname = r.nspname;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_statistics(partition_tools_internal.job_target) IS
    'Extended statistics of the template, for the target.';
