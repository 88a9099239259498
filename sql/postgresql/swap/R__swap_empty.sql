CREATE OR REPLACE FUNCTION partition_tools_internal.swap_empty(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    -- Until clean_up drops them, the old partitions keep their foreign keys: their rows would forbid to delete what they
    -- refer to. Dropping the keys here would lock the tables referred to; emptying the partitions locks nothing more.
    FOR r IN
        SELECT s.relid FROM partition_tools_internal.job_source AS s
         WHERE s.job_id = p_job_id AND EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = s.relid AND k.contype = 'f')
    LOOP
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', r.relid::regclass);
        EXECUTE format('TRUNCATE ONLY %s', r.relid::regclass);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_empty(bigint) IS
    'Empties old partitions that have foreign keys; their rows live on in the targets.';
