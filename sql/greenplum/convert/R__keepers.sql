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

CREATE OR REPLACE FUNCTION partition_tools_internal.keepers_due(p_table oid, p_as_of timestamptz)
RETURNS bigint[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Nothing is kept here.
    RETURN '{}'::bigint[];
END
$$;
COMMENT ON FUNCTION partition_tools_internal.keepers_due(oid, timestamptz) IS
    'The jobs that keep what other tables than this one were, and whose time is over: none on this engine.';
