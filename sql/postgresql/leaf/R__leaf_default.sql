CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_default(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT a.attrelid, 'default', a.attname::text, format('%I DEFAULT %s', a.attname, pg_get_expr(d.adbin, d.adrelid)), jsonb_build_object('expression', pg_get_expr(d.adbin, d.adrelid))
          FROM pg_attribute AS a JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
         WHERE a.attrelid = ANY (p_relids) AND a.attgenerated = '' AND NOT a.attisdropped;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_default(oid[]) IS
    'Defaults of columns.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_default_give(p_relid oid, p_table text, p_wanted partition_tools_internal.leaf_property[], p_has partition_tools_internal.leaf_property[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(
        SELECT format('ALTER TABLE %s ALTER COLUMN %I %s', p_table, coalesce(w.name, h.name), coalesce('SET DEFAULT ' || (w.details ->> 'expression'), 'DROP DEFAULT'))
          FROM unnest(p_wanted) AS w FULL JOIN unnest(p_has) AS h ON h.name = w.name WHERE w.definition IS DISTINCT FROM h.definition ORDER BY 1);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_default_give(oid, text, partition_tools_internal.leaf_property[], partition_tools_internal.leaf_property[]) IS
    'Statements that set and drop defaults.';
