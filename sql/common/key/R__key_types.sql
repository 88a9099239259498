CREATE OR REPLACE FUNCTION partition_tools_internal.key_types()
RETURNS SETOF text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY SELECT substr(p.proname, 11) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                  WHERE n.nspname = 'partition_tools_internal' AND left(p.proname, 10) = 'key_clock_' ORDER BY 1;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_types() IS 'The key types that have a codec.';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_type_known(p_type text)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- By name, through an index: the view partitions asks for every bound.
    RETURN EXISTS (SELECT FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                    WHERE p.proname = 'key_clock_' || p_type AND n.nspname = 'partition_tools_internal');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_type_known(text) IS 'Whether a key type has a codec; false for NULL.';

CREATE OR REPLACE FUNCTION partition_tools_internal.base_type(p_type oid)
RETURNS name
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    t record;
BEGIN
    SELECT b.typname, b.typtype, b.typbasetype, n.nspname INTO t FROM pg_type b JOIN pg_namespace n ON n.oid = b.typnamespace WHERE b.oid = p_type;
    IF t.typtype = 'd' THEN
        RETURN partition_tools_internal.base_type(t.typbasetype);
    END IF;
    RETURN CASE WHEN t.nspname = 'pg_catalog' THEN t.typname END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.base_type(oid) IS
    'Name of a built-in type, or of the one a domain stands on; NULL for any other.';
