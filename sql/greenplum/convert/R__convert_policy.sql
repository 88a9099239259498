CREATE OR REPLACE FUNCTION partition_tools_internal.table_is_plain(p_table oid)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM pg_class AS c WHERE c.oid = p_table AND c.relkind = 'r' AND c.relstorage IN ('h', 'a', 'c')
                      AND NOT EXISTS (SELECT FROM pg_partition AS p WHERE p.parrelid = c.oid) AND NOT EXISTS (SELECT FROM pg_partition_rule AS r WHERE r.parchildrelid = c.oid));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.table_is_plain(oid) IS 'Whether a table is neither partitioned nor a partition.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_key(p_table regclass, p_column name, p_policy json)
RETURNS partition_tools_internal.table_key
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION '% is a plain table, and this version does not partition it on Greenplum', p_table
        USING ERRCODE = 'PP085', DETAIL = 'partition_by converts plain tables on PostgreSQL.', HINT = 'CREATE TABLE ... PARTITION BY RANGE, and INSERT INTO ... SELECT.';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_key(regclass, name, json) IS 'Refuses, with PP085, to partition a plain table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_action(
    p_key partition_tools_internal.table_key, p_operations partition_tools_internal.operation[], p_as_of timestamptz)
RETURNS partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_action(partition_tools_internal.table_key, partition_tools_internal.operation[], timestamptz) IS
    'Never reached: convert_key refuses before.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_strategy(p_table regclass, p_policy json)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_strategy(regclass, json) IS 'Never reached: convert_key refuses before.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_refusals(p_table regclass, p_policy json)
RETURNS TABLE (sqlstate text, finding text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_refusals(regclass, json) IS 'Never reached: convert_key refuses before.';

CREATE OR REPLACE FUNCTION partition_tools_internal.kept_until(p_table oid)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.kept_until(oid) IS 'NULL: no plain table is kept on this engine.';

CREATE OR REPLACE FUNCTION partition_tools_internal.finish_action(p_key partition_tools_internal.table_key)
RETURNS partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.finish_action(partition_tools_internal.table_key) IS 'Never reached: nothing is kept on this engine.';

CREATE OR REPLACE FUNCTION partition_tools_internal.keeper_due(p_table oid)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.keeper_due(oid) IS 'NULL: no plain table is kept on this engine.';
