CREATE OR REPLACE FUNCTION partition_tools_internal.job_cancel_elsewhere(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_reason text := partition_tools_internal.job_elsewhere(p_job_id);
BEGIN
    IF v_reason IS NULL THEN
        RETURN false;
    END IF;
    PERFORM set_config('lock_timeout', partition_tools_internal.setting('lock_timeout', '300ms'), true);
    PERFORM partition_tools_internal.undo_by_name(p_job_id);
    PERFORM partition_tools_internal.job_notes_delete(p_job_id);
    PERFORM partition_tools_internal.job_event_append(p_job_id, 'cancelled', 'cancelled', 0, NULL, NULL, 'cancelled: it belongs elsewhere');
    RAISE NOTICE 'job % belongs elsewhere; it is cancelled, and nothing but its own staging tables was touched', p_job_id USING DETAIL = v_reason;
    RETURN true;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_cancel_elsewhere(bigint) IS
    'Cancels a job whose OIDs mean other tables here, believing none of them; false where they mean what they did. Locks: as undo_by_name.';

CREATE OR REPLACE FUNCTION partition_tools_internal.undo_by_name(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
DECLARE
    c_names constant text := format('^partition_tools_j%s_(root|capture|apply|alive|check|t[0-9]+%s)$', p_job_id,
        -- After the swap, and the dump has both, the old partitions bear names of the job.
        CASE WHEN partition_tools_internal.phase_swapped((partition_tools_internal.job_latest(p_job_id)).phase) THEN '|s[0-9]+' END);
    c_schemas constant oid[] := ARRAY(
        SELECT n.oid FROM pg_namespace AS n
         WHERE n.nspname LIKE 'partition\_tools\_%'
            OR n.nspname IN (SELECT t.schema_name FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id
                             UNION SELECT s.schema_name FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id));
    r record;
BEGIN
    FOR r IN SELECT t.tgname, t.tgrelid::regclass AS relation FROM pg_trigger AS t
              WHERE t.tgname ~ format('^partition_tools_j%s_capture', p_job_id) AND NOT t.tgisinternal LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', r.tgname, r.relation);
    END LOOP;
    FOR r IN SELECT c.conname, c.conrelid::regclass AS relation FROM pg_constraint AS c
              WHERE c.contype = 'c' AND c.conname = partition_tools_internal.stage_name(p_job_id, 'default') LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', r.relation, r.conname);
    END LOOP;
    FOR r IN SELECT c.oid::regclass AS index FROM pg_class AS c JOIN pg_index AS x ON x.indexrelid = c.oid
              WHERE c.relname ~ format('^partition_tools_j%s_a[0-9]+$', p_job_id) AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = c.oid) LOOP
        EXECUTE format('DROP INDEX %s', r.index);
    END LOOP;
    FOR r IN SELECT p.oid::regprocedure AS routine FROM pg_proc AS p WHERE p.pronamespace = ANY (c_schemas) AND p.proname ~ c_names LOOP
        EXECUTE format('DROP FUNCTION %s', r.routine);
    END LOOP;
    -- The root takes its partitions with it, so the others are looked for after it. A partition of anything else stays.
    FOR r IN SELECT c.oid FROM pg_class AS c WHERE c.relnamespace = ANY (c_schemas) AND c.relkind IN ('r', 'p') AND c.relname ~ c_names
              ORDER BY c.relkind = 'r' LOOP
        IF EXISTS (SELECT FROM pg_class AS c WHERE c.oid = r.oid AND NOT EXISTS (SELECT FROM pg_inherits AS i WHERE i.inhrelid = c.oid)) THEN
            EXECUTE format('DROP TABLE %s', r.oid::regclass);
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.undo_by_name(bigint) IS
    'Undoes a job of which nothing but its number is believed: drops what bears the names that only this job gives: triggers, a constraint of the default partition, staging tables. Locks: ACCESS EXCLUSIVE on the tables with such a trigger or constraint, for milliseconds.';
