CREATE OR REPLACE FUNCTION partition_tools_internal.key_match(p_job_id bigint, p_left text, p_right text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT string_agg(partition_tools_internal.key_column_match(
                              format(p_left, k.name, k.n), o.operator, format(p_right, k.name, k.n), a.attnotnull), ' AND ' ORDER BY k.n)
          FROM partition_tools_internal.job_context AS x
         CROSS JOIN LATERAL unnest(x.key_columns) WITH ORDINALITY AS k(name, n)
         CROSS JOIN LATERAL (SELECT s.relid FROM partition_tools_internal.job_source AS s
                              WHERE s.job_id = p_job_id ORDER BY s.ordinal LIMIT 1) AS s
         CROSS JOIN LATERAL partition_tools_internal.key_operator(s.relid, k.n::int) AS o(operator)
         CROSS JOIN LATERAL (SELECT bool_and(c.attnotnull) AS attnotnull
                               FROM partition_tools_internal.job_source AS j JOIN pg_attribute c ON c.attrelid = j.relid
                              WHERE j.job_id = p_job_id AND c.attname = k.name) AS a
         WHERE x.job_id = p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_match(bigint, text, text) IS
    'Condition that two rows have the same key. p_left and p_right say how to refer to a key column, as formats with its name (%1$I) and its number (%2$s).';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_column_match(p_left text, p_operator text, p_right text, p_not_null boolean)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Plain equality, which indexes serve, where there is no NULL.
    RETURN CASE WHEN p_not_null THEN format('%s %s %s', p_left, p_operator, p_right)
                ELSE format('(%1$s %2$s %3$s OR (%1$s IS NULL AND %3$s IS NULL))', p_left, p_operator, p_right) END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_column_match(text, text, text, boolean) IS
    'Condition that two values of a key column are the same.';

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
         WHERE x.indexrelid = partition_tools_internal.repartition_index(p_partition));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_operator(oid, int) IS
    'The equality operator of one column of the key by which a partition''s changed rows are captured.';
