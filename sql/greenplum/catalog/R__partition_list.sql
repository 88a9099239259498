CREATE OR REPLACE FUNCTION partition_tools_internal.partition_list(p_key partition_tools_internal.table_key)
RETURNS SETOF partition_tools_internal.partition_range
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_relids oid[] := ARRAY(SELECT r.parchildrelid FROM pg_partition p JOIN pg_partition_rule r ON r.paroid = p.oid
                             WHERE p.parrelid = p_key.table_oid AND p.parlevel = 0 AND NOT p.paristemplate);
    v_sized  oid[];
    v_bytes  bigint[];
BEGIN
    -- All at once, and first: each question for a size goes to all segments.
    SELECT array_agg(s.relid), array_agg(s.bytes) INTO v_sized, v_bytes FROM partition_tools_internal.relations_bytes(v_relids) AS s;
    RETURN QUERY
        WITH leaf AS (
            SELECT c.oid, c.reltablespace, c.reltuples, c.relpages,
                   concat_ws('|', c.relstorage, array_to_string(c.reloptions, ','), a.compresstype, a.compresslevel, a.blocksize, a.checksum) AS shape
              FROM pg_class AS c LEFT JOIN pg_appendonly AS a ON a.relid = c.oid WHERE c.oid = ANY (v_relids)
        ), shape AS (
            -- Hundreds of partitions are stored in a few ways, and lie in a few places.
            SELECT l.shape, partition_tools_internal.leaf_storage(min(l.oid)) AS storage FROM leaf AS l GROUP BY l.shape
        ), place AS (
            SELECT l.reltablespace, partition_tools_internal.tablespace_name(l.reltablespace) AS name FROM leaf AS l GROUP BY l.reltablespace
        )
        SELECT p_key.schema_name, b.name,
               CASE WHEN b.is_default THEN NULL WHEN b.lower_text IS NULL THEN '-infinity'
                    ELSE partition_tools_internal.key_decode(p_key, b.lower_text) END,
               CASE WHEN b.is_default THEN NULL WHEN b.upper_text IS NULL THEN 'infinity'
                    ELSE partition_tools_internal.key_decode(p_key, b.upper_text) END,
               b.lower_text, b.upper_text, b.is_default,
               CASE WHEN NOT EXISTS (SELECT FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
                                      WHERE x.indrelid = c.oid AND i.reltablespace <> c.reltablespace)
                    THEN p.name END,
               NULL::text, h.storage, partition_tools_internal.row_estimate(c.reltuples, c.relpages, coalesce(s.bytes, 0)), coalesce(s.bytes, 0), false
          FROM partition_tools_internal.partition_bounds(p_key.table_oid) AS b
          JOIN leaf AS c ON c.oid = b.relid
          JOIN shape AS h ON h.shape = c.shape
          JOIN place AS p ON p.reltablespace = c.reltablespace
          -- External ones have no size.
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
    -- Summed here. Grouped by the segments, or asked by a cursor, it would need further processes on each of them, which take longer to start than all of a plan.
    -- OFFSET keeps the function with the scan: the master, asked for a size, would ask the segments again.
    SELECT array_agg(s.relid), array_agg(s.bytes) INTO v_relids, v_bytes
      FROM (SELECT c.oid AS relid, pg_relation_size(c.oid) AS bytes FROM gp_dist_random('pg_class') AS c WHERE c.oid = ANY (p_relids) AND c.relstorage <> 'x' OFFSET 0) AS s;
    RETURN QUERY SELECT u.relid, sum(u.bytes)::bigint FROM unnest(v_relids, v_bytes) AS u (relid, bytes) GROUP BY u.relid;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.relations_bytes(oid[]) IS
    'Bytes of tables proper on all segments, in one question to them; nothing of external ones.';

CREATE OR REPLACE FUNCTION partition_tools_internal.relation_bytes(p_relid oid)
RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT CASE WHEN c.relstorage = 'x' THEN 0 ELSE pg_relation_size(c.oid) END FROM pg_class c WHERE c.oid = p_relid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.relation_bytes(oid) IS
    'Bytes of a table proper on all segments; 0 for an external one.';
