CREATE OR REPLACE FUNCTION partition_tools_internal.swap_triggers(p_from oid, p_to oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_from text := (SELECT format(' ON %I.%I ', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = p_from);
    v_definition text;
    t record;
    v_at int;
BEGIN
    FOR t IN
        SELECT g.oid, g.tgname, g.tgenabled, n.tgenabled AS new_enabled, g.tgparentid, pg_get_triggerdef(g.oid) AS definition
          FROM pg_trigger g LEFT JOIN pg_trigger n ON n.tgrelid = p_to AND n.tgname = g.tgname
         WHERE g.tgrelid = p_from AND NOT g.tgisinternal AND left(g.tgname, 17) <> 'partition_tools_j'
         ORDER BY g.oid
    LOOP
        IF t.new_enabled IS NULL THEN
            v_at := strpos(t.definition, v_from);
            v_definition := left(t.definition, v_at) || format('ON %s ', p_to::regclass) || substr(t.definition, v_at + length(v_from));
            EXECUTE v_definition;
            IF obj_description(t.oid, 'pg_trigger') IS NOT NULL THEN
                EXECUTE format('COMMENT ON TRIGGER %I ON %s IS %L', t.tgname, p_to::regclass, obj_description(t.oid, 'pg_trigger'));
            END IF;
        END IF;
        IF t.tgenabled <> coalesce(t.new_enabled, 'O') THEN
            EXECUTE format('ALTER TABLE %s %s TRIGGER %I', p_to::regclass,
                           partition_tools_internal.trigger_state_clause(t.tgenabled), t.tgname);
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_triggers(oid, oid) IS
    'The triggers a partition has of its own, and which of its triggers are disabled.';
