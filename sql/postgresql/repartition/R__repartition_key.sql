CREATE OR REPLACE FUNCTION partition_tools_internal.repartition_key(p_partition oid)
RETURNS name[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Catching up deletes and re-reads all rows with a captured key, so the columns must be few and indexed; that they
    -- are unique only keeps the groups small. One column must refuse NULL, so that the index can be used to find a group.
    RETURN (
        SELECT array_agg(a.attname ORDER BY k.position)
          FROM (SELECT x.indrelid, x.indkey, x.indnkeyatts
                  FROM pg_index x
                 WHERE x.indrelid = p_partition AND x.indisunique AND x.indisvalid AND x.indimmediate
                   AND x.indpred IS NULL AND x.indexprs IS NULL
                   AND EXISTS (SELECT FROM pg_attribute n WHERE n.attrelid = x.indrelid AND n.attnum = x.indkey[0] AND n.attnotnull)
                 ORDER BY x.indisprimary DESC, x.indisreplident DESC, x.indnkeyatts, x.indexrelid
                 LIMIT 1) AS i
         CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, position)
          JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
         WHERE k.position <= i.indnkeyatts);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.repartition_key(oid) IS
    'The columns by which changed rows of a partition are captured: its primary key, else a unique index whose first column is NOT NULL; NULL where it has neither.';
