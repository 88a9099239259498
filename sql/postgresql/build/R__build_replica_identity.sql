CREATE OR REPLACE FUNCTION partition_tools_internal.build_replica_identity(p_from oid, p_to oid)
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
    EXECUTE format('ALTER TABLE %s REPLICA IDENTITY %s', p_to::regclass,
                   CASE WHEN v_index IS NOT NULL THEN format('USING INDEX %I', v_index) WHEN v_kind = 'f' THEN 'FULL'
                        WHEN v_kind = 'n' THEN 'NOTHING' ELSE 'DEFAULT' END);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_replica_identity(oid, oid) IS 'Replica identity.';
