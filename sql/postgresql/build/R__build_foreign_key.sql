CREATE OR REPLACE FUNCTION partition_tools_internal.build_foreign_key(p_relid oid, p_name name, p_definition text, p_comment text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', p_relid::regclass, p_name, p_definition);
    IF p_comment IS NOT NULL THEN
        EXECUTE format('COMMENT ON CONSTRAINT %I ON %s IS %L', p_name, p_relid::regclass, p_comment);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_foreign_key(oid, name, text, text) IS 'Adds a foreign key, with its comment.';
