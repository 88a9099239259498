CREATE OR REPLACE FUNCTION partition_tools_internal.swap_out(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN
        SELECT s.relid, s.ordinal, j.table_oid, c.relname
          FROM partition_tools_internal.job_source s JOIN partition_tools_internal.job j ON j.job_id = s.job_id
          JOIN pg_class c ON c.oid = s.relid
         WHERE s.job_id = p_job_id ORDER BY s.ordinal
    LOOP
        EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', r.table_oid::regclass, r.relid::regclass);
        EXECUTE format('ALTER TABLE %s RENAME TO %I', r.relid::regclass, partition_tools_internal.stage_name(p_job_id, 's' || r.ordinal));
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_out(bigint) IS 'Detaches the sources and clears their names.';
