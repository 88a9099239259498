CREATE OR REPLACE FUNCTION partition_tools_internal.convert_plan(
    p_key partition_tools_internal.table_key, p_policy json, p_operations partition_tools_internal.operation[], p_as_of timestamptz)
RETURNS partition_tools_internal.action
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.not_available('the conversion of a plain table');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_plan(partition_tools_internal.table_key, json, partition_tools_internal.operation[], timestamptz) IS
    'PP100: plain tables are not converted on this engine yet.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_oldest(p_key partition_tools_internal.table_key)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.not_available('the conversion of a plain table');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_oldest(partition_tools_internal.table_key) IS
    'PP100: plain tables are not converted on this engine yet.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_strategy(p_table regclass, p_policy json)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN 'not available';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_strategy(regclass, json) IS
    'How a plain table becomes a partitioned one: it does not on this engine yet.';

CREATE OR REPLACE FUNCTION partition_tools_internal.convert_findings(p_table oid, p_column name, p_spec json)
RETURNS TABLE (sqlstate text, finding text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY SELECT 'PP100'::text, 'the conversion of a plain table is not available on Greenplum 7 yet'::text, 'Create a partitioned table, and copy the rows.'::text;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.convert_findings(oid, name, json) IS
    'Why a plain table cannot become partitioned: it cannot on this engine yet.';

CREATE OR REPLACE FUNCTION partition_tools_internal.table_is_plain(p_table oid)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM pg_class AS c WHERE c.oid = p_table AND c.relkind = 'r' AND NOT c.relispartition);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.table_is_plain(oid) IS 'Whether a table is neither partitioned nor a partition.';
