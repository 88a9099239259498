CREATE OR REPLACE FUNCTION partition_tools_internal.convert_key(p_table regclass, p_column name, p_policy json)
RETURNS partition_tools_internal.table_key
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    k partition_tools_internal.table_key;
    c record;
BEGIN
    SELECT n.nspname, r.relname, a.attname, a.attgenerated, format_type(a.atttypid, a.atttypmod) AS type, partition_tools_internal.base_type(a.atttypid) AS base INTO c
      FROM pg_class AS r JOIN pg_namespace AS n ON n.oid = r.relnamespace
      LEFT JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attname = p_column AND a.attnum > 0 AND NOT a.attisdropped
     WHERE r.oid = p_table;
    IF c.attname IS NULL THEN
        RAISE EXCEPTION '% has no column %', p_table, coalesce(quote_ident(p_column), 'NULL')
            USING ERRCODE = 'PP001', HINT = 'partition_by names the column by whose time the table is to be partitioned.';
    ELSIF c.attgenerated <> '' THEN
        RAISE EXCEPTION 'column % of % is generated, and cannot be a partition key', quote_ident(p_column), p_table
            USING ERRCODE = 'PP014', HINT = 'Name another column, or ALTER COLUMN ... DROP EXPRESSION first.';
    ELSIF c.base IS NULL OR NOT EXISTS (SELECT FROM pg_proc AS p WHERE p.pronamespace = 'partition_tools_internal'::regnamespace AND p.proname = 'key_clock_' || c.base) THEN
        RAISE EXCEPTION 'column % of % has the type %, by which no calendar can be laid', quote_ident(p_column), p_table, c.type
            USING ERRCODE = 'PP014', DETAIL = 'Supported are ' || (
                SELECT string_agg(substr(p.proname, 11), ', ' ORDER BY p.proname) FROM pg_proc AS p
                 WHERE p.pronamespace = 'partition_tools_internal'::regnamespace AND left(p.proname, 10) = 'key_clock_') || '.';
    END IF;
    k.table_oid := p_table;
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
-- A policy that hides rows from the caller would hide the oldest, too: then it is an error.
SET search_path = pg_catalog, pg_temp SET row_security = off SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
DECLARE
    v_oldest text;
BEGIN
    EXECUTE format('SELECT (SELECT %1$I FROM ONLY %2$s WHERE %1$I IS NOT NULL ORDER BY %1$I LIMIT 1)::text', p_key.column_name, p_key.table_oid::regclass) INTO v_oldest;
    IF v_oldest IN ('-infinity', 'infinity') THEN
        v_oldest := NULL;
    END IF;
    RETURN partition_tools_internal.key_decode(p_key, v_oldest);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_oldest(partition_tools_internal.table_key) IS
    'The time of the oldest row of a plain table, on the axis of its key; NULL where it has none. Reads an index on the column, or the table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_converts(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id AND j.action = 'convert');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_converts(bigint) IS
    'Whether a job makes a partitioned table of a plain one.';
