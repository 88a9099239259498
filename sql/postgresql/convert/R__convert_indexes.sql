CREATE OR REPLACE FUNCTION partition_tools_internal.convert_indexes(p_table oid, p_column name)
RETURNS TABLE (indexrelid oid, name name, is_unique boolean, is_primary boolean, widened boolean, definition text, constraint_def text, tablespace text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT i.indexrelid, i.relname, i.indisunique, i.indisprimary, w.widened,
           CASE WHEN w.widened THEN partition_tools_internal.key_widened(i.tail, p_column) ELSE i.tail END,
           CASE WHEN w.widened THEN partition_tools_internal.key_widened(i.condef, p_column) ELSE i.condef END, i.spcname
      FROM (SELECT x.*, c.relname, partition_tools_internal.index_tail(x.indexrelid) AS tail, pg_get_constraintdef(k.oid) AS condef,
                   CASE WHEN c.reltablespace <> 0 THEN partition_tools_internal.tablespace_name(c.reltablespace)::text END AS spcname
              FROM pg_index AS x JOIN pg_class AS c ON c.oid = x.indexrelid
              LEFT JOIN pg_constraint AS k ON k.conindid = x.indexrelid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u', 'x')
             WHERE x.indrelid = p_table AND x.indisvalid AND x.indislive AND c.relname !~ '^partition_tools_j[0-9]+_a[0-9]+$') AS i
     CROSS JOIN LATERAL (
            SELECT i.indisunique AND NOT EXISTS (SELECT FROM generate_series(0, i.indnkeyatts - 1) AS g
                      JOIN pg_attribute AS a ON a.attrelid = p_table AND a.attnum = i.indkey[g] AND a.attname = p_column) AS widened) AS w
     ORDER BY i.indexrelid;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_indexes(oid, name) IS
    'The indexes of a plain table as a table partitioned by the column can have them: a unique one without the column is widened by it.';
