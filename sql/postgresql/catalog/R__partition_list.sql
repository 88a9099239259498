CREATE OR REPLACE FUNCTION partition_tools_internal.partition_list(p_key partition_tools_internal.table_key)
RETURNS SETOF partition_tools_internal.partition_range
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT n.nspname, c.relname,
               CASE WHEN b.is_default THEN NULL WHEN b.lower_text IS NULL THEN '-infinity'
                    ELSE partition_tools_internal.key_decode(p_key, b.lower_text) END,
               CASE WHEN b.is_default THEN NULL WHEN b.upper_text IS NULL THEN 'infinity'
                    ELSE partition_tools_internal.key_decode(p_key, b.upper_text) END,
               b.lower_text, b.upper_text, b.is_default,
               CASE WHEN c.relkind = 'f' THEN NULL
                    WHEN NOT EXISTS (SELECT FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
                                      WHERE x.indrelid = c.oid AND i.reltablespace <> c.reltablespace)
                    THEN partition_tools_internal.tablespace_name(c.reltablespace) END,
               NULL::text,
               coalesce(c.reloptions, '{}') || ARRAY(SELECT 'toast.' || o FROM pg_class t, unnest(t.reloptions) AS o WHERE t.oid = c.reltoastrelid)
                   || CASE WHEN c.reltoastrelid = 0 THEN ARRAY['toast.'] ELSE '{}' END
                   || CASE WHEN b.detaching THEN ARRAY['detaching.'] ELSE '{}' END
                   || CASE WHEN partition_tools_internal.table_was_adopted(c.oid) THEN ARRAY['adopted.'] ELSE '{}' END,
               partition_tools_internal.row_estimate(c.reltuples, c.relpages, s.bytes), s.bytes, false
          FROM partition_tools_internal.partition_bounds_all(p_key.table_oid) AS b
          JOIN pg_class c ON c.oid = b.relid
          JOIN pg_namespace n ON n.oid = c.relnamespace
         CROSS JOIN LATERAL (SELECT coalesce(pg_relation_size(c.oid), 0) AS bytes) AS s
         ORDER BY 3 NULLS LAST;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partition_list(partition_tools_internal.table_key) IS
    'The partitions of a table as planning needs them, in the order of their bounds, the default partition last. The tablespace is NULL where table and indexes lie in different ones. The mark "detaching." in its storage says that its range is taken, and that it is a partition no more; "adopted." that it was a plain table.';
