CREATE OR REPLACE FUNCTION partition_tools_internal.partition_list(p_key partition_tools_internal.table_key)
RETURNS SETOF partition_tools_internal.partition_range
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_tablespace name := partition_tools_internal.tablespace_name(0);
BEGIN
    -- One statement with the codec's name in it: thousands of bounds are decoded by one plan.
    RETURN QUERY EXECUTE format($q$
        SELECT n.nspname, c.relname,
               CASE WHEN b.is_default THEN NULL WHEN b.lower_text IS NULL THEN '-infinity'
                    ELSE partition_tools_internal.%1$I(b.lower_text, $1) END,
               CASE WHEN b.is_default THEN NULL WHEN b.upper_text IS NULL THEN 'infinity'
                    ELSE partition_tools_internal.%1$I(b.upper_text, $1) END,
               b.lower_text, b.upper_text, b.is_default,
               CASE WHEN c.relkind <> 'f' AND e.indrelid IS NULL THEN coalesce(ts.spcname, $2) END,
               NULL::text,
               coalesce(c.reloptions, '{}')
                   || CASE WHEN c.reltoastrelid = 0 THEN ARRAY['toast.']
                           ELSE ARRAY(SELECT 'toast.' || o FROM pg_class t, unnest(t.reloptions) AS o WHERE t.oid = c.reltoastrelid) END
                   || CASE WHEN b.detaching THEN ARRAY['detaching.'] ELSE '{}' END
                   || CASE WHEN c.oid = ANY ($4) THEN ARRAY['adopted.'] ELSE '{}' END,
               partition_tools_internal.row_estimate(c.reltuples, c.relpages, s.bytes), s.bytes, false
          FROM partition_tools_internal.partition_bounds_all($3) AS b
          JOIN pg_class c ON c.oid = b.relid
          JOIN pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN pg_tablespace AS ts ON ts.oid = c.reltablespace
          LEFT JOIN (SELECT DISTINCT x.indrelid
                       FROM pg_inherits AS h JOIN pg_class AS l ON l.oid = h.inhrelid JOIN pg_index AS x ON x.indrelid = l.oid JOIN pg_class AS i ON i.oid = x.indexrelid
                      WHERE h.inhparent = $3 AND i.reltablespace <> l.reltablespace) AS e ON e.indrelid = c.oid
         CROSS JOIN LATERAL (SELECT coalesce(pg_relation_size(c.oid), 0) AS bytes OFFSET 0) AS s
         ORDER BY 3 NULLS LAST $q$, 'key_decode_' || p_key.key_type)
    USING p_key.unit, v_tablespace, p_key.table_oid, partition_tools_internal.partitions_adopted(p_key.table_oid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partition_list(partition_tools_internal.table_key) IS
    'The partitions of a table as planning needs them, in the order of their bounds, the default partition last. The tablespace is NULL where table and indexes lie in different ones. The mark "detaching." in its storage says that its range is taken, and that it is a partition no more; "adopted." that it was a plain table.';
