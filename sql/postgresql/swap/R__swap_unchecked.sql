CREATE OR REPLACE FUNCTION partition_tools_internal.swap_unchecked(p_from oid, p_to oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    k record;
BEGIN
    FOR k IN SELECT c.conname, pg_get_constraintdef(c.oid) AS definition, obj_description(c.oid, 'pg_constraint') AS comment FROM pg_constraint c
              WHERE c.conrelid = p_from AND c.contype IN ('c', 'n') AND NOT c.convalidated
                AND NOT EXISTS (SELECT FROM pg_constraint n WHERE n.conrelid = p_to AND n.conname = c.conname)
                AND left(c.conname, 17) <> 'partition_tools_j' LOOP
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', p_to::regclass, k.conname, k.definition);
        IF k.comment IS NOT NULL THEN
            EXECUTE format('COMMENT ON CONSTRAINT %I ON %s IS %L', k.conname, p_to::regclass, k.comment);
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_unchecked(oid, oid) IS
    'CHECK constraints that were added NOT VALID: they excuse the existing rows, so they come after them, and before ATTACH, which wants those of the table.';
