CREATE OR REPLACE FUNCTION partition_tools_internal.stage_create(
    p_job partition_tools_internal.job, p_part text, p_like oid, p_storage text, p_partitions text)
RETURNS oid
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
DECLARE
    v_stage text := partition_tools_internal.stage_text(p_job, p_part);
    r record;
BEGIN
    -- INCLUDING STORAGE would bring the WITH clause of the other table, too.
    EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS%s %s %s',
                   v_stage, p_like::regclass, p_storage, pg_get_table_distributedby(p_job.table_oid), p_partitions);
    FOR r IN
        SELECT a.attname, CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END AS storage
          FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
         WHERE a.attrelid = p_like AND a.attnum > 0 AND NOT a.attisdropped AND a.attstorage <> t.typstorage
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STORAGE %s', v_stage, r.attname, r.storage);
    END LOOP;
    RETURN v_stage::regclass::oid;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_create(partition_tools_internal.job, text, oid, text, text) IS
    'Makes a staging table with the columns of p_like, usually the table itself, since the columns of a partition can stand in another order, and with the distribution of a job''s table, in its schema. p_storage: what follows INCLUDING COMMENTS; p_partitions: its partitions, if any.';
