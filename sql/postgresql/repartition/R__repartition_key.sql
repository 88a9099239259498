CREATE OR REPLACE FUNCTION partition_tools_internal.repartition_key(p_partition oid)
RETURNS name[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT array_agg(a.attname ORDER BY k.position)
          FROM pg_index i
         CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, position)
          JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
         WHERE i.indexrelid = partition_tools_internal.repartition_index(p_partition) AND k.position <= i.indnkeyatts);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.repartition_key(oid) IS
    'The columns by which changed rows of a partition are captured; NULL where it has no usable key.';

CREATE OR REPLACE FUNCTION partition_tools_internal.repartition_index(p_partition oid)
RETURNS oid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- A key has to tell every row from every other, in all sources together: so it refuses NULL, compares by equality (an
    -- exclusion or WITHOUT OVERLAPS does not), and contains the partition key where there are partitions.
    RETURN (
        SELECT x.indexrelid
          FROM pg_index x
          JOIN pg_class c ON c.oid = x.indexrelid
          JOIN pg_am m ON m.oid = c.relam AND m.amname = 'btree'
         WHERE x.indrelid = p_partition AND x.indisunique AND x.indisvalid AND x.indimmediate
           AND x.indpred IS NULL AND x.indexprs IS NULL
           AND NOT EXISTS (SELECT FROM generate_series(0, x.indnkeyatts - 1) AS g
                             JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[g] AND NOT a.attnotnull)
           -- A plain table in the making is a partition of its staging root alone.
           AND (NOT EXISTS (SELECT FROM pg_inherits i JOIN pg_class r ON r.oid = i.inhparent WHERE i.inhrelid = p_partition AND r.relnamespace <> 'partition_tools_stage'::regnamespace)
                OR EXISTS (SELECT FROM generate_series(0, x.indnkeyatts - 1) AS g
                             JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[g]
                              AND a.attname = partition_tools_internal.key_column((SELECT i.inhparent FROM pg_inherits i WHERE i.inhrelid = p_partition))))
         ORDER BY x.indisprimary DESC, x.indisreplident DESC, x.indnkeyatts, x.indexrelid
         LIMIT 1);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.repartition_index(oid) IS
    'The index whose columns identify a partition''s rows for capture: its primary key, else a unique index of columns that are NOT NULL, the partition key among them; NULL where it has neither.';
