CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_cluster(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT x.indrelid, 'cluster', NULL::text, partition_tools_internal.index_words(x.indexrelid), '{}'::jsonb
          FROM pg_index AS x WHERE x.indrelid = ANY (p_relids) AND x.indisclustered;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_cluster(oid[]) IS
    'The index by which CLUSTER sorts the table, by what it does.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_cluster_give(p_relid oid, p_table text, p_wanted partition_tools_internal.leaf_property[], p_has partition_tools_internal.leaf_property[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(SELECT format('ALTER TABLE %s SET WITHOUT CLUSTER', p_table) FROM unnest(p_has) AS h WHERE h.definition NOT IN (SELECT w.definition FROM unnest(p_wanted) AS w))
        || ARRAY(SELECT format('ALTER TABLE %s CLUSTER ON %I', p_table, i.name)
                   FROM unnest(p_wanted) AS w
                  CROSS JOIN LATERAL (SELECT c.relname FROM pg_index AS x JOIN pg_class AS c ON c.oid = x.indexrelid
                                       WHERE x.indrelid = p_relid AND partition_tools_internal.index_words(x.indexrelid) = w.definition ORDER BY x.indexrelid LIMIT 1) AS i(name)
                  WHERE w.definition NOT IN (SELECT h.definition FROM unnest(p_has) AS h));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_cluster_give(oid, text, partition_tools_internal.leaf_property[], partition_tools_internal.leaf_property[]) IS
    'Statements that set and remove the CLUSTER mark, where the table has such an index.';
