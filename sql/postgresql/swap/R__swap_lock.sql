CREATE OR REPLACE FUNCTION partition_tools_internal.swap_lock(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_default oid := partition_tools_internal.other_default(p_job_id);
    r record;
BEGIN
    -- The table before its partitions, as every statement through it locks them.
    FOR r IN
        SELECT j.table_oid AS relid,
               CASE WHEN EXISTS (SELECT FROM partition_tools_internal.job_source AS q WHERE q.job_id = p_job_id)
                    THEN 'ACCESS EXCLUSIVE' ELSE 'SHARE UPDATE EXCLUSIVE' END AS mode, 0 AS rank
          FROM partition_tools_internal.job j WHERE j.job_id = p_job_id
        UNION ALL
        SELECT q.relid, 'ACCESS EXCLUSIVE', 1 FROM partition_tools_internal.job_source q WHERE q.job_id = p_job_id
        UNION ALL
        SELECT v_default, 'ACCESS EXCLUSIVE', 1 WHERE v_default IS NOT NULL
         ORDER BY 3, 1
    LOOP
        PERFORM partition_tools_internal.lock_table(r.relid, r.mode);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_lock(bigint) IS 'Takes the locks of the swap, each within lock_timeout.';
