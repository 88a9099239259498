CREATE OR REPLACE FUNCTION partition_tools_internal.swap_unchecked(p_target partition_tools_internal.job_target)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    k record;
BEGIN
    FOR k IN SELECT u.* FROM partition_tools_internal.checks_unproved(p_target) AS u
              WHERE NOT EXISTS (SELECT FROM pg_constraint n WHERE n.conrelid = p_target.relid AND n.conname = u.name) LOOP
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', p_target.relid::regclass, k.name, k.definition);
        IF k.comment IS NOT NULL THEN
            EXECUTE format('COMMENT ON CONSTRAINT %I ON %s IS %L', k.name, p_target.relid::regclass, k.comment);
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_unchecked(partition_tools_internal.job_target) IS
    'CHECK constraints that were added NOT VALID: they excuse the existing rows, so they come after them, and before ATTACH, which wants those of the table.';
