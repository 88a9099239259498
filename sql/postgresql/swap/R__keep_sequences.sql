CREATE OR REPLACE FUNCTION partition_tools_internal.keep_sequences(p_job_id bigint, p_old oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN
        SELECT q.name AS sequence, q.details ->> 'column' AS attname, t.relid
          FROM partition_tools_internal.leaf_sequence(ARRAY[p_old]) AS q
          JOIN LATERAL (SELECT g.relid FROM partition_tools_internal.job_target AS g
                         WHERE g.job_id = p_job_id AND p_old = ANY (partition_tools_internal.target_sources(g)) ORDER BY g.is_default DESC, g.ordinal LIMIT 1) AS t ON true
    LOOP
        EXECUTE format('ALTER SEQUENCE %s OWNED BY %s.%I', r.sequence, r.relid::regclass, r.attname);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.keep_sequences(bigint, oid) IS
    'Sequences that an old partition owns go over to the one that took its place: the defaults still use them.';

CREATE OR REPLACE FUNCTION partition_tools_internal.free_sequences(p_partition oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN
        SELECT DISTINCT d.objid::regclass AS sequence
          FROM pg_depend d
          JOIN pg_class q ON q.oid = d.objid AND q.relkind = 'S'
          JOIN pg_depend u ON u.refclassid = 'pg_class'::regclass AND u.refobjid = q.oid AND u.classid = 'pg_attrdef'::regclass
          JOIN pg_attrdef f ON f.oid = u.objid AND f.adrelid <> p_partition
         WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = p_partition AND d.deptype = 'a'
    LOOP
        EXECUTE format('ALTER SEQUENCE %s OWNED BY NONE', r.sequence);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.free_sequences(oid) IS
    'Sequences that a partition owns and that defaults of other tables use stay when it leaves.';
