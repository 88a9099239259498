CREATE OR REPLACE FUNCTION partition_tools_internal.build_replica_identity(p_from oid, p_to oid, p_final boolean)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_kind  "char" := (SELECT c.relreplident FROM pg_class c WHERE c.oid = p_from);
    v_index name;
BEGIN
    IF v_kind = 'i' THEN
        -- The copy of the index that identifies the rows of the template: the same columns, unique.
        SELECT c.relname INTO v_index
          FROM pg_index f
          JOIN pg_index t ON t.indrelid = p_to AND t.indisunique = f.indisunique AND t.indnatts = f.indnatts
          JOIN pg_class c ON c.oid = t.indexrelid
         WHERE f.indrelid = p_from AND f.indisreplident
           AND (SELECT string_agg(pg_get_indexdef(f.indexrelid, g, true), ',') FROM generate_series(1, f.indnatts::int) AS g)
             = (SELECT string_agg(pg_get_indexdef(t.indexrelid, g, true), ',') FROM generate_series(1, t.indnatts::int) AS g)
         LIMIT 1;
    END IF;
    -- Rows of staging are still to be deleted, and where all tables are published that needs an identity: FULL until then.
    IF p_final OR v_index IS NOT NULL OR v_kind = 'd' AND EXISTS (
        SELECT FROM pg_index x WHERE x.indrelid = p_to AND x.indisprimary AND x.indisvalid AND x.indimmediate)
    THEN
        EXECUTE format('ALTER TABLE %s REPLICA IDENTITY %s', p_to::regclass,
                       CASE WHEN v_index IS NOT NULL THEN format('USING INDEX %I', v_index) WHEN v_kind = 'f' THEN 'FULL'
                            WHEN v_kind = 'n' THEN 'NOTHING' ELSE 'DEFAULT' END);
    ELSIF (SELECT c.relreplident FROM pg_class c WHERE c.oid = p_to) <> 'f' THEN
        EXECUTE format('ALTER TABLE %s REPLICA IDENTITY FULL', p_to::regclass);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_replica_identity(oid, oid, boolean) IS
    'Replica identity. Until p_final, one by which no row could be told stays away.';

CREATE OR REPLACE FUNCTION partition_tools_internal.swap_replica_identity(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.build_replica_identity(t.template, t.relid, true)
       FROM partition_tools_internal.job_target AS t
       JOIN pg_class AS f ON f.oid = t.template JOIN pg_class AS c ON c.oid = t.relid
      WHERE t.job_id = p_job_id AND c.relreplident = 'f' AND f.relreplident <> 'f';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_replica_identity(bigint) IS
    'Gives the targets of a job the replica identity that build has kept from them.';
