CREATE OR REPLACE FUNCTION partition_tools_internal.map_segments(p_table regclass)
RETURNS TABLE (name name, segments int, fullest int, fullest_bytes bigint, bytes bigint, skew float8)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET optimizer = off
AS $$
DECLARE
    v_relids   oid[];
    v_names    name[];
    v_segments int := (SELECT count(*) FROM gp_segment_configuration AS g WHERE g.role = 'p' AND g.content >= 0);
BEGIN
    -- Asked before: what reads a table may not stand in a query that the segments answer.
    SELECT array_agg(b.relid), array_agg(b.name) INTO v_relids, v_names FROM partition_tools_internal.partition_bounds(p_table) AS b;
    RETURN QUERY
        SELECT t.name, v_segments, (array_agg(t.segment ORDER BY t.bytes DESC, t.segment))[1], max(t.bytes), sum(t.bytes)::bigint,
               max(t.bytes)::float8 * v_segments / sum(t.bytes)::float8
          FROM (SELECT n.name, s.segment, sum(s.bytes)::bigint AS bytes
                  FROM (SELECT c.gp_segment_id AS segment, c.oid AS relid, pg_relation_size(c.oid) AS bytes
                          FROM gp_dist_random('pg_class') AS c WHERE c.oid = ANY (v_relids) AND c.relstorage <> 'x') AS s
                  JOIN (SELECT unnest(v_relids) AS relid, unnest(v_names) AS name) AS n ON n.relid = s.relid
                 GROUP BY GROUPING SETS ((n.name, s.segment), (s.segment))) AS t
         GROUP BY t.name HAVING sum(t.bytes) > 0;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.map_segments(regclass) IS
    'How unevenly the segments hold the partitions of a table, and all of it (name NULL), by the bytes of their files, for which no row is read. skew: what the fullest segment holds, as a multiple of an even share; 1 is even, the number of segments is the worst. Nothing of what is empty, or external.';
