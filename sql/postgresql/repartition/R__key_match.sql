CREATE OR REPLACE FUNCTION partition_tools_internal.key_match(p_job_id bigint, p_left text, p_right text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- s.id OPERATOR(pg_catalog.=) k.id AND ...
    RETURN (
        SELECT string_agg(concat(p_left, '.', c.name, ' ', o.equality, ' ', p_right, '.', c.name), ' AND ' ORDER BY k.n)
          FROM partition_tools_internal.job_context AS x, unnest(x.key_columns) WITH ORDINALITY AS k(name, n)
         CROSS JOIN LATERAL quote_ident(k.name) AS c(name)
         CROSS JOIN LATERAL partition_tools_internal.key_equality(partition_tools_internal.job_key_index(p_job_id), k.n::int) AS o(equality)
         WHERE x.job_id = p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_match(bigint, text, text) IS
    'Condition that two rows, given by their aliases, have the same key.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_key_index(p_job_id bigint)
RETURNS oid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT partition_tools_internal.repartition_index(s.relid) FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id ORDER BY s.ordinal LIMIT 1);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_key_index(bigint) IS
    'The index by whose columns a job captures changed rows, on the first of its sources; those of the others are like it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_equality(p_index oid, p_column int)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Of its operator class, where strategy 3 is equality: another type's = may be the only one that a search path finds.
    RETURN (
        SELECT format('OPERATOR(%I.%s)', n.nspname, o.oprname)
          FROM pg_index AS x
          JOIN pg_opclass AS c ON c.oid = x.indclass[p_column - 1]
          JOIN pg_amop AS m ON m.amopfamily = c.opcfamily AND m.amopstrategy = 3 AND m.amoplefttype = c.opcintype AND m.amoprighttype = c.opcintype
          JOIN pg_operator AS o ON o.oid = m.amopopr
          JOIN pg_namespace AS n ON n.oid = o.oprnamespace
         WHERE x.indexrelid = p_index AND p_column <= x.indnkeyatts
        UNION ALL
        -- The partition column that a conversion adds to the key.
        SELECT 'OPERATOR(pg_catalog.=)' FROM pg_index AS x WHERE x.indexrelid = p_index AND p_column > x.indnkeyatts);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_equality(oid, int) IS
    'The equality operator of a column of an index, numbered from 1.';
