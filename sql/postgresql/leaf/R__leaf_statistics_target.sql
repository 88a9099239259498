CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_statistics_target(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT a.attrelid, 'statistics target', a.attname::text, coalesce(a.attstattarget, -1)::text, '{}'::jsonb
          FROM pg_attribute AS a WHERE a.attrelid = ANY (p_relids) AND a.attnum > 0 AND NOT a.attisdropped;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_statistics_target(oid[]) IS
    'Statistics targets of columns, -1 for the default.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_statistics_target_give(p_relid oid, p_table text, p_wanted partition_tools_internal.leaf_property[], p_has partition_tools_internal.leaf_property[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(SELECT format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS %s', p_table, w.name, w.definition)
                   FROM unnest(p_wanted) AS w JOIN unnest(p_has) AS h ON h.name = w.name WHERE h.definition <> w.definition ORDER BY w.name);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_statistics_target_give(oid, text, partition_tools_internal.leaf_property[], partition_tools_internal.leaf_property[]) IS
    'Statements that set statistics targets of columns.';
