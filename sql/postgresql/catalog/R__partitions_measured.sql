CREATE OR REPLACE FUNCTION partition_tools_internal.partitions_measured(p_ranges partition_tools_internal.partition_range[])
RETURNS partition_tools_internal.partition_range[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(
        SELECT ROW(r.schema_name, r.name, r.lower, r.upper, r.lower_literal, r.upper_literal, r.is_default, r.tablespace, r.with_param, r.storage,
                   coalesce(r.rows, partition_tools_internal.row_estimate(c.reltuples, c.relpages, s.bytes), 0), coalesce(r.bytes, s.bytes, 0), r.planned)::partition_tools_internal.partition_range
          FROM unnest(p_ranges) WITH ORDINALITY AS r(schema_name, name, lower, upper, lower_literal, upper_literal, is_default, tablespace, with_param, storage, rows, bytes, planned, n)
          LEFT JOIN pg_namespace AS n ON n.nspname = r.schema_name
          LEFT JOIN pg_class AS c ON c.relname = r.name AND c.relnamespace = n.oid AND r.bytes IS NULL
          LEFT JOIN LATERAL (SELECT pg_relation_size(c.oid) AS bytes OFFSET 0) AS s ON true
         ORDER BY r.n);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partitions_measured(partition_tools_internal.partition_range[]) IS
    'The same partitions with their rows (estimated, none is read) and bytes, where partition_list has left these open.';
