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

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_oldest(p_key partition_tools_internal.table_key)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
DECLARE
    v_oldest text;
BEGIN
    EXECUTE format('SELECT min(%1$I)::text FROM ONLY %2$s', p_key.column_name, p_key.table_oid::regclass) INTO v_oldest;
    IF v_oldest IN ('-infinity', 'infinity') THEN
        v_oldest := NULL;
    END IF;
    RETURN partition_tools_internal.key_decode(p_key, v_oldest);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_oldest(partition_tools_internal.table_key) IS
    'The time of the oldest row of a plain table, on the axis of its key; NULL where it has none.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_indexes(p_table oid, p_column name)
RETURNS TABLE (indexrelid oid, name name, is_unique boolean, is_primary boolean, widened boolean, definition text, constraint_def text, tablespace text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT l.indexrelid, i.relname, l.is_unique, x.indisprimary, w.widened,
           CASE WHEN w.widened THEN partition_tools_internal.key_widened(l.definition, p_column) ELSE l.definition END,
           CASE WHEN w.widened THEN partition_tools_internal.key_widened(l.constraint_def, p_column) ELSE l.constraint_def END, l.tablespace
      FROM partition_tools_internal.leaf_indexes(p_table, (SELECT partition_tools_internal.tablespace_name(c.reltablespace) FROM pg_class AS c WHERE c.oid = p_table)) AS l
      JOIN pg_index AS x ON x.indexrelid = l.indexrelid
      JOIN pg_class AS i ON i.oid = l.indexrelid
     CROSS JOIN LATERAL (
            SELECT p_column IS NOT NULL AND x.indisunique AND NOT EXISTS (SELECT FROM generate_series(0, x.indnatts - 1) AS g
                      JOIN pg_attribute AS a ON a.attrelid = p_table AND a.attnum = x.indkey[g] AND a.attname = p_column) AS widened) AS w
     ORDER BY l.indexrelid;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_indexes(oid, name) IS
    'The indexes of a plain table as a table partitioned by the column can have them: a unique one without the column is widened by it. As they are, where the column is NULL.';
