CREATE OR REPLACE FUNCTION partition_tools_internal.relation_filled(p_relid oid)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_filled boolean;
BEGIN
    -- Who may not look, as somebody who only reads plans, is told of what may have to be done.
    IF NOT partition_tools_internal.relation_readable(p_relid) THEN
        RETURN true;
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM ONLY %s)', p_relid::regclass) INTO v_filled;
    RETURN v_filled;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.relation_filled(oid) IS
    'Whether a table holds rows; true where the caller may not read it.';
