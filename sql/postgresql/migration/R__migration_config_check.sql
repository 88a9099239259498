CREATE OR REPLACE FUNCTION partition_tools_internal.migration_config_check()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_unused text;
BEGIN
    PERFORM partition_tools_internal.migration_validate(NEW);
    v_unused := partition_tools_internal.migration_columns_unused(NEW);
    IF v_unused IS NOT NULL THEN
        RAISE NOTICE '% has columns that % does not have; they are not copied: %', NEW.source, NEW.target, v_unused;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_config_check() IS
    'Trigger: checks every row of migration_config that is inserted or updated.';

DROP TRIGGER IF EXISTS migration_config_check ON partition_tools.migration_config;
CREATE TRIGGER migration_config_check BEFORE INSERT OR UPDATE ON partition_tools.migration_config
    FOR EACH ROW EXECUTE PROCEDURE partition_tools_internal.migration_config_check();
COMMENT ON TRIGGER migration_config_check ON partition_tools.migration_config IS
    'Refuses rows that cannot work.';
