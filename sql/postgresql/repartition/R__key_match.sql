CREATE OR REPLACE FUNCTION partition_tools_internal.key_match(p_job_id bigint, p_left text, p_right text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT string_agg(format('%s.%I %s %s.%2$I', p_left, k.name, partition_tools_internal.key_operator(s.relid, k.n::int), p_right), ' AND ' ORDER BY k.n)
          FROM partition_tools_internal.job_context AS x
         CROSS JOIN LATERAL unnest(x.key_columns) WITH ORDINALITY AS k(name, n)
         CROSS JOIN LATERAL (SELECT j.relid FROM partition_tools_internal.job_source AS j
                              WHERE j.job_id = p_job_id ORDER BY j.ordinal LIMIT 1) AS s
         WHERE x.job_id = p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_match(bigint, text, text) IS
    'Condition that two rows, given by their aliases, have the same key.';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_operator(p_partition oid, p_number int)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- The equality of the index's operator class: another type's = may be the only one that a search path finds.
    RETURN (
        SELECT format('OPERATOR(%I.%s)', n.nspname, o.oprname)
          FROM pg_index x
          JOIN pg_opclass c ON c.oid = x.indclass[p_number - 1]
          JOIN pg_amop m ON m.amopfamily = c.opcfamily AND m.amopstrategy = 3 AND m.amoplefttype = c.opcintype AND m.amoprighttype = c.opcintype
          JOIN pg_operator o ON o.oid = m.amopopr
          JOIN pg_namespace n ON n.oid = o.oprnamespace
         WHERE x.indexrelid = partition_tools_internal.repartition_index(p_partition) AND p_number <= x.indnkeyatts
        UNION ALL
        -- The partition column that a conversion adds to the key.
        SELECT 'OPERATOR(pg_catalog.=)' FROM pg_index x
         WHERE x.indexrelid = partition_tools_internal.repartition_index(p_partition) AND p_number > x.indnkeyatts);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_operator(oid, int) IS
    'The equality operator of one column of the key by which a partition''s changed rows are captured.';
