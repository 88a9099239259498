CREATE OR REPLACE FUNCTION partition_tools_internal.build_replica_identity(p_relid oid, p_wanted partition_tools_internal.leaf_property[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_index text := (SELECT w.details ->> 'columns' FROM unnest(p_wanted) AS w WHERE w.kind = 'replica identity');
    v_tells boolean;
BEGIN
    v_tells := (SELECT EXISTS (SELECT FROM pg_index AS x WHERE x.indrelid = p_relid AND x.indisvalid AND x.indimmediate
                                  AND CASE w.definition WHEN 'DEFAULT' THEN x.indisprimary
                                                        ELSE x.indisunique AND partition_tools_internal.index_columns(x.indexrelid) = v_index END)
                  FROM unnest(p_wanted) AS w WHERE w.kind = 'replica identity');
    -- Rows of staging are still to be deleted, and where all tables are published that needs an identity: FULL until the swap.
    PERFORM partition_tools_internal.leaf_give(p_relid, ARRAY(
        SELECT ROW(w.relid, w.kind, w.name, CASE WHEN v_tells THEN w.definition ELSE 'FULL' END, CASE WHEN v_tells THEN w.details ELSE '{}' END)::partition_tools_internal.leaf_property
          FROM unnest(p_wanted) AS w WHERE w.kind = 'replica identity'), '{replica identity}');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_replica_identity(oid, partition_tools_internal.leaf_property[]) IS
    'Replica identity; one by which no row could be told waits for the swap.';
