CREATE OR REPLACE FUNCTION partition_tools_internal.convert_indexes(p_table oid, p_column name)
RETURNS TABLE (indexrelid oid, name name, is_unique boolean, is_primary boolean, widened boolean, definition text, constraint_def text, tablespace text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT l.indexrelid, i.relname, l.is_unique, x.indisprimary, w.widened,
           CASE WHEN w.widened THEN partition_tools_internal.key_widened(l.definition, p_column) ELSE l.definition END,
           CASE WHEN w.widened THEN partition_tools_internal.key_widened(l.constraint_def, p_column) ELSE l.constraint_def END, l.tablespace
      FROM partition_tools_internal.leaf_indexes(p_table, (SELECT partition_tools_internal.tablespace_name(c.reltablespace) FROM pg_class AS c WHERE c.oid = p_table)) AS l
      JOIN pg_index AS x ON x.indexrelid = l.indexrelid
      JOIN pg_class AS i ON i.oid = l.indexrelid
     CROSS JOIN LATERAL (
            SELECT p_column IS NOT NULL AND x.indisunique AND NOT EXISTS (SELECT FROM generate_series(0, x.indnatts - 1) AS g
                      JOIN pg_attribute AS a ON a.attrelid = p_table AND a.attnum = x.indkey[g] AND a.attname = p_column) AS widened) AS w
     ORDER BY l.indexrelid;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_indexes(oid, name) IS
    'The indexes of a plain table as a table partitioned by the column can have them: a unique one without the column is widened by it. As they are, where the column is NULL.';
