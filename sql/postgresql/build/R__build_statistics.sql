CREATE OR REPLACE FUNCTION partition_tools_internal.build_statistics(p_target partition_tools_internal.job_target)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_sources oid[] := partition_tools_internal.target_sources(p_target);
    v_stage name;
    v_final name;
    n int := 0;
    r record;
BEGIN
    PERFORM partition_tools_internal.drop_statistics(p_target);
    FOR r IN
        SELECT * FROM (
            SELECT DISTINCT ON (s.tail, s.twin) s.* FROM (
                SELECT x.oid, x.stxname, sn.nspname, t.relname, tn.nspname AS table_schema, x.stxstattarget, pg_get_userbyid(x.stxowner) AS owner,
                       array_position(v_sources, x.stxrelid) AS source, partition_tools_internal.statistics_tail(x.oid) AS tail,
                       row_number() OVER (PARTITION BY x.stxrelid, partition_tools_internal.statistics_tail(x.oid) ORDER BY x.oid) AS twin,
                       (SELECT string_agg(a.attname, '_' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = x.stxrelid AND a.attnum = ANY (x.stxkeys::int2[])) AS columns
                  FROM pg_statistic_ext x JOIN pg_namespace sn ON sn.oid = x.stxnamespace
                  JOIN pg_class t ON t.oid = x.stxrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
                 WHERE x.stxrelid = ANY (v_sources) AND t.relkind = 'r') AS s
             ORDER BY s.tail, s.twin, s.source) AS d
         ORDER BY d.source, d.oid
    LOOP
        n := n + 1;
        v_stage := partition_tools_internal.stage_name(p_target.job_id, format('t%s_s%s', p_target.ordinal, n));
        EXECUTE format('CREATE STATISTICS %I.%I%s%s', r.nspname, v_stage, r.tail, p_target.relid::regclass);
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
    'Extended statistics of the sources, each definition once, for the target.';

CREATE OR REPLACE FUNCTION partition_tools_internal.drop_statistics(p_target partition_tools_internal.job_target)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN SELECT x.oid, n.nspname, x.stxname FROM pg_statistic_ext AS x JOIN pg_namespace AS n ON n.oid = x.stxnamespace
               JOIN partition_tools_internal.job_rename AS m ON m.job_id = p_target.job_id AND m.kind = 'STATISTICS' AND m.relid = x.oid
              WHERE x.stxrelid = p_target.relid LOOP
        EXECUTE format('DROP STATISTICS %I.%I', r.nspname, r.stxname);
        DELETE FROM partition_tools_internal.job_rename AS m WHERE m.job_id = p_target.job_id AND m.kind = 'STATISTICS' AND m.relid = r.oid;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.drop_statistics(partition_tools_internal.job_target) IS
    'Drops what build_statistics made, to make it anew.';

CREATE OR REPLACE FUNCTION partition_tools_internal.statistics_tail(p_statistics oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- The table's name is printed with its schema where it is not visible; here it never is.
    RETURN (SELECT left(substr(pg_get_statisticsobjdef(s.oid), length(format('CREATE STATISTICS %I.%I', sn.nspname, s.stxname)) + 1),
                        -length(format('%I.%I', tn.nspname, t.relname)))
              FROM pg_statistic_ext AS s JOIN pg_namespace AS sn ON sn.oid = s.stxnamespace
              JOIN pg_class AS t ON t.oid = s.stxrelid JOIN pg_namespace AS tn ON tn.oid = t.relnamespace
             WHERE s.oid = p_statistics);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.statistics_tail(oid) IS
    'The definition of extended statistics without their name and that of the table.';
