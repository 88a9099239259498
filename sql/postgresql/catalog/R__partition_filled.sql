CREATE OR REPLACE FUNCTION partition_tools_internal.partition_filled(
    p_key partition_tools_internal.table_key, p_range partition_tools_internal.partition_range)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN p_range.bytes > 0 AND partition_tools_internal.relation_filled(format('%I.%I', p_range.schema_name, p_range.name)::regclass);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partition_filled(partition_tools_internal.table_key, partition_tools_internal.partition_range) IS
    'Whether an existing partition holds rows, as planning asks.';

CREATE OR REPLACE FUNCTION partition_tools_internal.relation_filled(p_relid oid)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_filled boolean;
BEGIN
    -- Who may not look, as somebody who only reads plans, is told of what may have to be done.
    IF NOT has_table_privilege(p_relid, 'SELECT') OR row_security_active(p_relid) THEN
        RETURN true;
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM ONLY %s)', p_relid::regclass) INTO v_filled;
    RETURN v_filled;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.relation_filled(oid) IS
    'Whether a table holds rows; true where the caller may not read it.';
