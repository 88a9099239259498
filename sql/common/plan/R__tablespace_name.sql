CREATE OR REPLACE FUNCTION partition_tools_internal.tablespace_name(p_tablespace oid)
RETURNS name
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT t.spcname FROM pg_tablespace t
             WHERE t.oid = coalesce(nullif(p_tablespace, 0), (SELECT d.dattablespace FROM pg_database d WHERE d.datname = current_database())));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.tablespace_name(oid) IS
    'Name of a tablespace as pg_class refers to it; 0 is that of the database.';
