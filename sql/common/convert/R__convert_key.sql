CREATE OR REPLACE FUNCTION partition_tools_internal.convert_key(p_table regclass, p_column name, p_policy json)
RETURNS partition_tools_internal.table_key
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    k partition_tools_internal.table_key;
    c record;
BEGIN
    SELECT n.nspname, r.relname, a.attname, format_type(a.atttypid, a.atttypmod) AS type, partition_tools_internal.base_type(a.atttypid) AS base INTO c
      FROM pg_class AS r JOIN pg_namespace AS n ON n.oid = r.relnamespace
      LEFT JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attname = p_column AND a.attnum > 0 AND NOT a.attisdropped
     WHERE r.oid = p_table;
    IF c.attname IS NULL THEN
        RAISE EXCEPTION '% has no column %', p_table, coalesce(quote_ident(p_column), 'NULL')
            USING ERRCODE = 'PP001', HINT = 'partition_by names the column by whose time the table is to be partitioned.';
    ELSIF partition_tools_internal.column_generated(p_table, p_column) THEN
        RAISE EXCEPTION 'column % of % is generated, and cannot be a partition key', quote_ident(p_column), p_table
            USING ERRCODE = 'PP014', HINT = 'Name another column, or ALTER COLUMN ... DROP EXPRESSION first.';
    ELSIF NOT partition_tools_internal.key_type_known(c.base) THEN
        RAISE EXCEPTION 'column % of % has the type %, by which no calendar can be laid', quote_ident(p_column), p_table, c.type
            USING ERRCODE = 'PP014', DETAIL = 'Supported are ' || (SELECT string_agg(t, ', ') FROM partition_tools_internal.key_types() AS t) || '.';
    END IF;
    k.table_oid := p_table::oid;
    k.schema_name := c.nspname;
    k.table_name := c.relname;
    k.column_name := c.attname;
    k.key_type := c.base;
    k.zone := CASE partition_tools_internal.key_clock(k.key_type) WHEN 'wall' THEN 'Etc/UTC' ELSE partition_tools_internal.policy_zone(p_policy) END;
    IF k.key_type IN ('int4', 'int8') THEN
        k.unit := partition_tools_internal.epoch_unit(k, p_policy ->> 'epoch_unit');
    END IF;
    RETURN k;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_key(regclass, name, json) IS
    'The partition key that a plain table is to get, and how to read it. PP001 for an unknown column, PP014 for one that has no calendar, PP015 for integers that are no epoch.';
