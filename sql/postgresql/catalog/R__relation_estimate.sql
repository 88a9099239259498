CREATE OR REPLACE FUNCTION partition_tools_internal.relation_estimate(p_relid oid, OUT rows bigint, OUT bytes bigint)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    SELECT partition_tools_internal.row_estimate(c.reltuples, c.relpages, s.bytes), s.bytes INTO rows, bytes
      FROM pg_class AS c CROSS JOIN LATERAL (SELECT pg_relation_size(c.oid) AS bytes) AS s WHERE c.oid = p_relid;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.relation_estimate(oid) IS
    'Rows (estimated) and bytes of a table proper; NULL where there is none.';
