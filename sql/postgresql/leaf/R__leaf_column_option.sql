CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_column_option(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT a.attrelid, 'column option', a.attname::text, concat_ws(' ', a.attoptions, a.attstorage, a.attcompression),
               jsonb_build_object('options', a.attoptions, 'storage', a.attstorage, 'compression', a.attcompression)
          FROM pg_attribute AS a WHERE a.attrelid = ANY (p_relids) AND a.attnum > 0 AND NOT a.attisdropped;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_column_option(oid[]) IS
    'Attribute options (n_distinct), STORAGE and COMPRESSION of columns.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_column_option_give(p_relid oid, p_table text, p_wanted partition_tools_internal.leaf_property[], p_has partition_tools_internal.leaf_property[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(
        SELECT format('ALTER TABLE %s ALTER COLUMN %I %s', p_table, d.name, s.action)
          FROM (SELECT w.name, w.details AS wanted, h.details AS has,
                       ARRAY(SELECT jsonb_array_elements_text(w.details -> 'options')) AS wanted_options, ARRAY(SELECT jsonb_array_elements_text(h.details -> 'options')) AS has_options
                  FROM unnest(p_wanted) AS w JOIN unnest(p_has) AS h ON h.name = w.name WHERE h.details <> w.details) AS d
         CROSS JOIN LATERAL (
                SELECT 1 AS n, format('RESET (%s)', string_agg(split_part(o, '=', 1), ', ')) AS action FROM unnest(d.has_options) AS o WHERE o <> ALL (d.wanted_options) HAVING count(*) > 0
                UNION ALL
                SELECT 2, format('SET (%s)', string_agg(o, ', ')) FROM unnest(d.wanted_options) AS o WHERE o <> ALL (d.has_options) HAVING count(*) > 0
                UNION ALL
                SELECT 3, 'SET STORAGE ' || CASE d.wanted ->> 'storage' WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END
                 WHERE d.wanted -> 'storage' <> d.has -> 'storage'
                UNION ALL
                SELECT 4, 'SET COMPRESSION ' || CASE d.wanted ->> 'compression' WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' ELSE 'default' END
                 WHERE d.wanted -> 'compression' <> d.has -> 'compression') AS s
         ORDER BY d.name, s.n);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_column_option_give(oid, text, partition_tools_internal.leaf_property[], partition_tools_internal.leaf_property[]) IS
    'Statements that give columns their options, STORAGE and COMPRESSION.';
