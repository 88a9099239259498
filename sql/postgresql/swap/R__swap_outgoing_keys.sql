CREATE OR REPLACE FUNCTION partition_tools_internal.swap_outgoing_keys(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    -- Until they are dropped, the old partitions would forbid to delete what their rows refer to. DETACH and ATTACH have
    -- locked the tables referred to already. TRUNCATE would do, too, but subscribers would be told of it.
    FOR r IN
        SELECT k.conrelid, k.conname
          FROM partition_tools_internal.job_source AS s JOIN pg_constraint k ON k.conrelid = s.relid AND k.contype = 'f'
         WHERE s.job_id = p_job_id
           -- A key to a partitioned table has a copy for each of its partitions, which go with it.
           AND NOT EXISTS (SELECT FROM pg_constraint p WHERE p.oid = k.conparentid AND p.conrelid = k.conrelid)
         ORDER BY k.conrelid, k.conname
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', r.conrelid::regclass, r.conname);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_outgoing_keys(bigint) IS
    'Takes their foreign keys off old partitions: their rows live on in the targets. Locks: ACCESS EXCLUSIVE on the tables referred to, for milliseconds.';
