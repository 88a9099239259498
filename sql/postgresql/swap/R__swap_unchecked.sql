CREATE OR REPLACE FUNCTION partition_tools_internal.swap_unchecked(p_from oid, p_to oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    k record;
BEGIN
    FOR k IN SELECT c.conname, pg_get_constraintdef(c.oid) AS definition FROM pg_constraint c
              WHERE c.conrelid = p_from AND c.contype = 'c' AND NOT c.convalidated
                AND NOT EXISTS (SELECT FROM pg_constraint n WHERE n.conrelid = p_to AND n.conname = c.conname)
                AND c.conname NOT LIKE 'partition\_tools\_j%' LOOP
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', p_to::regclass, k.conname, k.definition);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_unchecked(oid, oid) IS
    'CHECK constraints that were added NOT VALID: they excuse the existing rows, so they come after them.';
