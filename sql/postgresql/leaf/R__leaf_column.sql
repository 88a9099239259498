CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_column(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT a.attrelid, 'column', a.attname::text,
               concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
                         CASE WHEN a.attcollation <> t.typcollation THEN 'COLLATE ' || a.attcollation::regcollation END,
                         CASE WHEN a.attgenerated <> '' THEN format('GENERATED ALWAYS AS (%s) %s', pg_get_expr(d.adbin, d.adrelid),
                                                                    CASE a.attgenerated WHEN 's' THEN 'STORED' ELSE 'VIRTUAL' END) END),
               jsonb_build_object('number', a.attnum, 'type', format_type(a.atttypid, a.atttypmod), 'generated', a.attgenerated, 'identity', nullif(a.attidentity, ''))
          FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
         WHERE a.attrelid = ANY (p_relids) AND a.attnum > 0 AND NOT a.attisdropped;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_column(oid[]) IS
    'Columns with their types, collations, generation and identity; made with the table.';
