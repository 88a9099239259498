CREATE OR REPLACE FUNCTION partition_tools_internal.swap_incoming_keys(p_job_id bigint, p_do text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_table oid := (SELECT j.table_oid FROM partition_tools_internal.job j WHERE j.job_id = p_job_id);
    k record;
BEGIN
    IF NOT EXISTS (SELECT FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id) THEN
        RETURN;
    END IF;
    IF p_do = 'drop' THEN
        INSERT INTO partition_tools_internal.job_incoming_key (job_id, relid, name, definition, comment, validated)
        SELECT p_job_id, c.conrelid, c.conname, regexp_replace(pg_get_constraintdef(c.oid), ' NOT VALID$', ''),
               obj_description(c.oid, 'pg_constraint'), c.convalidated
          FROM pg_constraint c WHERE c.contype = 'f' AND c.confrelid = v_table AND c.conparentid = 0;
    END IF;
    FOR k IN SELECT * FROM partition_tools_internal.job_incoming_key AS i WHERE i.job_id = p_job_id LOOP
        IF p_do = 'drop' THEN
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', k.relid::regclass, k.name);
        ELSIF p_do = 'add' THEN
            -- In the transaction that dropped it: no row escapes the key, and what was there is checked afterwards.
            EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s NOT VALID', k.relid::regclass, k.name, k.definition);
            IF k.comment IS NOT NULL THEN
                EXECUTE format('COMMENT ON CONSTRAINT %I ON %s IS %L', k.name, k.relid::regclass, k.comment);
            END IF;
        ELSIF k.validated THEN
            EXECUTE format('ALTER TABLE %s VALIDATE CONSTRAINT %I', k.relid::regclass, k.name);
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_incoming_keys(bigint, text) IS
    'Foreign keys that point at the table: drop and add them around the swap, validate them after it.';
