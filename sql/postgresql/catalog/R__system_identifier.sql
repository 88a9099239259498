CREATE OR REPLACE FUNCTION partition_tools_internal.system_identifier()
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT c.system_identifier::text FROM pg_control_system() AS c);
EXCEPTION WHEN insufficient_privilege THEN
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.system_identifier() IS
    'What tells this server from every other, also from one that was restored from a dump of it; NULL where an administrator keeps it secret.';
