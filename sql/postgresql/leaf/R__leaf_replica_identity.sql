CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_replica_identity(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT c.oid, 'replica identity', NULL::text, CASE c.relreplident WHEN 'd' THEN 'DEFAULT' WHEN 'n' THEN 'NOTHING' WHEN 'f' THEN 'FULL' ELSE 'USING INDEX ' || i.columns END,
               jsonb_build_object('columns', i.columns, 'index', partition_tools_internal.index_words(x.indexrelid))
          FROM pg_class AS c
          LEFT JOIN pg_index AS x ON x.indrelid = c.oid AND x.indisreplident
         CROSS JOIN LATERAL partition_tools_internal.index_columns(x.indexrelid) AS i(columns)
         WHERE c.oid = ANY (p_relids);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_replica_identity(oid[]) IS
    'Replica identity; that of an index by its columns.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_replica_identity_give(p_relid oid, p_table text, p_wanted partition_tools_internal.leaf_property[], p_has partition_tools_internal.leaf_property[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(
        SELECT format('ALTER TABLE %s REPLICA IDENTITY %s', p_table, coalesce('USING INDEX ' || quote_ident(i.name), nullif(w.definition, 'USING INDEX ' || (w.details ->> 'columns')), 'DEFAULT'))
          FROM unnest(p_wanted) AS w
          -- The copy of the index that identifies the rows of the other: the same columns, unique.
          LEFT JOIN LATERAL (SELECT c.relname FROM pg_index AS x JOIN pg_class AS c ON c.oid = x.indexrelid
                              WHERE x.indrelid = p_relid AND x.indisunique AND partition_tools_internal.index_columns(x.indexrelid) = w.details ->> 'columns'
                              ORDER BY partition_tools_internal.index_words(x.indexrelid) = w.details ->> 'index' DESC, x.indexrelid LIMIT 1) AS i(name) ON true
         WHERE w.definition NOT IN (SELECT h.definition FROM unnest(p_has) AS h));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_replica_identity_give(oid, text, partition_tools_internal.leaf_property[], partition_tools_internal.leaf_property[]) IS
    'The statement that changes the replica identity.';

CREATE OR REPLACE FUNCTION partition_tools_internal.index_columns(p_index oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT format('(%s)', string_agg(pg_get_indexdef(x.indexrelid, n, true), ', ' ORDER BY n))
              FROM pg_index AS x, generate_series(1, x.indnatts::int) AS n WHERE x.indexrelid = p_index GROUP BY x.indexrelid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.index_columns(oid) IS
    'The columns of an index, in parentheses.';
