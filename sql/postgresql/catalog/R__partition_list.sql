CREATE OR REPLACE FUNCTION partition_tools_internal.partition_list(p_key partition_tools_internal.table_key)
RETURNS SETOF partition_tools_internal.partition_range
LANGUAGE plpgsql STABLE
-- As a codec reads values.
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
BEGIN
    -- The codec's name is part of the statement: thousands of bounds are decoded by one plan. It is small, for it is made each time.
    RETURN QUERY EXECUTE format($q$
        SELECT f.schema_name, f.name,
               CASE WHEN f.is_default THEN NULL WHEN f.lower_text IS NULL THEN '-infinity' ELSE partition_tools_internal.%1$I(f.lower_text, $2) END,
               CASE WHEN f.is_default THEN NULL WHEN f.upper_text IS NULL THEN 'infinity' ELSE partition_tools_internal.%1$I(f.upper_text, $2) END,
               f.lower_text, f.upper_text, f.is_default, f.tablespace, NULL::text, f.storage, f.rows, f.bytes, false
          FROM partition_tools_internal.partition_facts($1) AS f
         ORDER BY 3 NULLS LAST $q$, 'key_decode_' || p_key.key_type)
    USING p_key.table_oid, p_key.unit;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partition_list(partition_tools_internal.table_key) IS
    'The partitions of a table as planning needs them, in the order of their bounds, the default partition last. Of the others rows and bytes are NULL: partitions_measured finds them out. The tablespace is NULL where table and indexes lie in different ones. The mark "detaching." in its storage says that its range is taken, and that it is a partition no more; "adopted." that it was a plain table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.partition_facts(p_table oid)
RETURNS TABLE (schema_name name, name name, lower_text text, upper_text text, is_default boolean, tablespace name, storage text[], rows bigint, bytes bigint)
LANGUAGE plpgsql STABLE
-- Planned once a session: for a small table that would take longer than the look. Bounds are printed in the session's time zone and date style.
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    v_tablespace name  := partition_tools_internal.tablespace_name(0);
    v_adopted    oid[] := partition_tools_internal.partitions_adopted(p_table);
BEGIN
    RETURN QUERY
        SELECT n.nspname, c.relname, b.lower_text, b.upper_text, b.is_default,
               CASE WHEN c.relkind <> 'f' AND e.elsewhere IS NULL THEN coalesce(ts.spcname, v_tablespace) END,
               coalesce(c.reloptions, '{}')
                   || CASE WHEN c.reltoastrelid = 0 THEN '{toast.}'::text[]
                           WHEN t.reloptions IS NULL THEN '{}' ELSE ARRAY(SELECT 'toast.' || o FROM unnest(t.reloptions) AS o) END
                   || CASE WHEN b.detaching THEN '{detaching.}'::text[] ELSE '{}' END
                   || CASE WHEN c.oid = ANY (v_adopted) THEN '{adopted.}'::text[] ELSE '{}' END,
               partition_tools_internal.row_estimate(c.reltuples, c.relpages, s.bytes), s.bytes
          FROM partition_tools_internal.partition_bounds_read(p_table) AS b
          JOIN pg_class AS c ON c.oid = b.relid
          JOIN pg_namespace AS n ON n.oid = c.relnamespace
          LEFT JOIN pg_class AS t ON t.oid = c.reltoastrelid
          LEFT JOIN pg_tablespace AS ts ON ts.oid = c.reltablespace
          LEFT JOIN LATERAL (SELECT true AS elsewhere FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid
                              WHERE x.indrelid = c.oid AND i.reltablespace <> c.reltablespace LIMIT 1) AS e ON true
         -- To ask for its size opens a table, which takes longer than all else about it.
         CROSS JOIN LATERAL (SELECT CASE WHEN b.is_default THEN coalesce(pg_relation_size(c.oid), 0) END AS bytes OFFSET 0) AS s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partition_facts(oid) IS
    'What partition_list tells of the partitions of a table, in any order, and before their bounds are read as times.';
