CREATE OR REPLACE FUNCTION partition_tools_internal.analyze_relations(p_relids oid[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_relid oid;
BEGIN
    -- Nearly half of the time of a job: where analyzedb comes by every night, it may be spared.
    IF partition_tools_internal.setting('statistics', 'on')::boolean THEN
        -- Greenplum 6 makes NULL of an ARRAY(SELECT ...) without rows.
        FOREACH v_relid IN ARRAY coalesce(p_relids, '{}') LOOP
            EXECUTE format('ANALYZE %s', v_relid::regclass);
        END LOOP;
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.analyze_relations(oid[]) IS
    'Makes the statistics of tables, unless partition_tools.statistics is off.';
