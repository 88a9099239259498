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
        INSERT INTO partition_tools_internal.job_incoming_key (job_id, relid, name, definition, comment, validated, triggers)
        SELECT p_job_id, c.conrelid, c.conname, regexp_replace(pg_get_constraintdef(c.oid), ' NOT VALID$', ''),
               obj_description(c.oid, 'pg_constraint'), c.convalidated, partition_tools_internal.key_triggers(c.oid)
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
            PERFORM partition_tools_internal.swap_key_triggers(p_job_id, k.relid, k.name, k.triggers);
        ELSIF k.validated THEN
            EXECUTE format('ALTER TABLE %s VALIDATE CONSTRAINT %I', k.relid::regclass, k.name);
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_incoming_keys(bigint, text) IS
    'Foreign keys that point at the table: drop and add them around the swap, validate them after it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.key_triggers(p_key oid)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- A key of or to a partitioned table has copies for the partitions, each with triggers of its own.
    RETURN (
        SELECT json_agg(json_build_object('relid', t.tgrelid, 'function', t.tgfoid, 'enabled', t.tgenabled))
          FROM pg_trigger AS t
         WHERE t.tgenabled <> 'O'
           AND t.tgconstraint IN (WITH RECURSIVE k AS (SELECT p_key AS oid UNION SELECT c.oid FROM pg_constraint AS c JOIN k ON c.conparentid = k.oid)
                                  SELECT k.oid FROM k));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.key_triggers(oid) IS
    'The triggers of a foreign key that are disabled, or enabled in another way than by default; NULL where none is.';

CREATE OR REPLACE FUNCTION partition_tools_internal.swap_key_triggers(p_job_id bigint, p_relid oid, p_name name, p_triggers json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    IF p_triggers IS NULL THEN
        RETURN;
    END IF;
    FOR r IN
        WITH RECURSIVE k AS (
            SELECT c.oid FROM pg_constraint AS c WHERE c.conrelid = p_relid AND c.conname = p_name AND c.contype = 'f'
            UNION SELECT c.oid FROM pg_constraint AS c JOIN k ON c.conparentid = k.oid
        )
        SELECT t.tgrelid, t.tgname, s.enabled
          FROM k JOIN pg_trigger AS t ON t.tgconstraint = k.oid
          LEFT JOIN partition_tools_internal.job_target AS g ON g.job_id = p_job_id AND g.relid = t.tgrelid
          JOIN LATERAL (SELECT x ->> 'enabled' AS enabled FROM json_array_elements(p_triggers) AS x
                         WHERE (x ->> 'relid')::oid = coalesce(g.template, t.tgrelid) AND (x ->> 'function')::oid = t.tgfoid LIMIT 1) AS s ON true
         WHERE t.tgenabled <> s.enabled::"char"
    LOOP
        EXECUTE format('ALTER TABLE ONLY %s %s TRIGGER %I', r.tgrelid::regclass, partition_tools_internal.trigger_state_clause(r.enabled::"char"), r.tgname);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_key_triggers(bigint, oid, name, json) IS
    'Gives the triggers of a foreign key that was added again the states that they had; those of a target have the state of its template''s.';
