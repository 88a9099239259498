CREATE OR REPLACE FUNCTION partition_tools_internal.map_key(p_table regclass, p_operations json, p_as_of timestamptz)
RETURNS TABLE (schema_name name, table_name name, column_name name, key_type text, zone text, as_of timestamptz)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_policy json := partition_tools_internal.policy_document(coalesce(p_operations, '[]'));
    v_key    partition_tools_internal.table_key;
BEGIN
    v_key := partition_tools_internal.table_key(p_table, v_policy);
    schema_name := v_key.schema_name;
    table_name := v_key.table_name;
    column_name := v_key.column_name;
    key_type := v_key.key_type;
    zone := v_key.zone;
    as_of := partition_tools_internal.key_as_of(v_key, partition_tools_internal.policy_zone(v_policy), p_as_of);
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.map_key(regclass, json, timestamptz) IS
    'The axis of a table''s map: its key, the time zone in which bounds are written, and where on it the reference time is.';

CREATE OR REPLACE FUNCTION partition_tools_internal.map_target(p_table regclass)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN p_table::text;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.map_target(regclass) IS
    'A table as the jobs call it, whatever the session''s search_path.';
