CREATE OR REPLACE FUNCTION partition_tools_internal.partition_filled(
    p_key partition_tools_internal.table_key, p_range partition_tools_internal.partition_range)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- By bounds: the name of a partition is not that of its relation.
    RETURN p_range.bytes > 0 AND partition_tools_internal.relation_filled((
        SELECT b.relid FROM partition_tools_internal.partition_bounds(p_key.table_oid) AS b
         WHERE b.is_default = p_range.is_default AND b.lower_text IS NOT DISTINCT FROM p_range.lower_literal
           AND b.upper_text IS NOT DISTINCT FROM p_range.upper_literal));
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
    IF NOT has_table_privilege(p_relid, 'SELECT') THEN
        RETURN true;
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM ONLY %s)', p_relid::regclass) INTO v_filled;
    RETURN v_filled;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.relation_filled(oid) IS
    'Whether a table holds rows; true where the caller may not read it.';
