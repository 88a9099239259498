CREATE OR REPLACE FUNCTION partition_tools_internal.partition_list(p_key partition_tools_internal.table_key)
RETURNS SETOF partition_tools_internal.partition_range
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_relids oid[] := coalesce(ARRAY(SELECT i.inhrelid FROM pg_inherits AS i WHERE i.inhparent = p_key.table_oid), '{}');
    v_sized  oid[];
    v_bytes  bigint[];
BEGIN
    -- All at once, and first: each question for a size goes to all segments.
    SELECT array_agg(s.relid), array_agg(s.bytes) INTO v_sized, v_bytes FROM partition_tools_internal.relations_bytes(v_relids) AS s;
    RETURN QUERY
        SELECT n.nspname, b.name,
               CASE WHEN b.is_default THEN NULL WHEN b.lower_text IS NULL THEN '-infinity' ELSE partition_tools_internal.key_decode(p_key, b.lower_text) END,
               CASE WHEN b.is_default THEN NULL WHEN b.upper_text IS NULL THEN 'infinity' ELSE partition_tools_internal.key_decode(p_key, b.upper_text) END,
               b.lower_text, b.upper_text, b.is_default,
               CASE WHEN NOT EXISTS (SELECT FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid WHERE x.indrelid = c.oid AND i.reltablespace <> c.reltablespace)
                    THEN partition_tools_internal.tablespace_name(c.reltablespace) END,
               NULL::text, partition_tools_internal.leaf_storage(c.oid),
               partition_tools_internal.row_estimate(c.reltuples, c.relpages, coalesce(s.bytes, 0)), coalesce(s.bytes, 0), false
          FROM partition_tools_internal.partition_bounds(p_key.table_oid) AS b
          JOIN pg_class AS c ON c.oid = b.relid
          JOIN pg_namespace AS n ON n.oid = c.relnamespace
          LEFT JOIN unnest(v_sized, v_bytes) AS s (relid, bytes) ON s.relid = c.oid
         ORDER BY 3 NULLS LAST;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partition_list(partition_tools_internal.table_key) IS
    'The partitions of a table as planning needs them, in the order of their bounds, the default partition last. The tablespace is NULL where table and indexes lie in different ones.';

CREATE OR REPLACE FUNCTION partition_tools_internal.relations_bytes(p_relids oid[])
RETURNS TABLE (relid oid, bytes bigint)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_relids oid[];
    v_bytes  bigint[];
BEGIN
    -- Summed here: grouped by the segments it would need further processes on each of them. OFFSET keeps the function with the scan.
    SELECT array_agg(s.relid), array_agg(s.bytes) INTO v_relids, v_bytes
      FROM (SELECT c.oid AS relid, pg_relation_size(c.oid) AS bytes FROM gp_dist_random('pg_class') AS c WHERE c.oid = ANY (p_relids) AND c.relkind = 'r' OFFSET 0) AS s;
    RETURN QUERY SELECT u.relid, sum(u.bytes)::bigint FROM unnest(v_relids, v_bytes) AS u (relid, bytes) GROUP BY u.relid;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.relations_bytes(oid[]) IS
    'Bytes of tables proper on all segments, in one question to them; nothing of foreign ones.';

CREATE OR REPLACE FUNCTION partition_tools_internal.relation_bytes(p_relid oid)
RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT CASE WHEN c.relkind = 'f' THEN 0 ELSE pg_relation_size(c.oid) END FROM pg_class AS c WHERE c.oid = p_relid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.relation_bytes(oid) IS
    'Bytes of a table proper on all segments; 0 for a foreign one.';
