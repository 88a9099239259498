CREATE OR REPLACE FUNCTION partition_tools_internal.trigger_states(p_job_id bigint)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT json_agg(json_build_object('template', t.tgrelid, 'name', t.tgname, 'enabled', t.tgenabled))
          FROM pg_trigger t
          JOIN pg_trigger p ON p.oid = t.tgparentid AND NOT p.tgisinternal AND p.tgenabled <> t.tgenabled
         WHERE t.tgrelid IN (SELECT s.relid FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.trigger_states(bigint) IS
    'Which triggers that the sources have from their table are enabled otherwise than there. To be asked before DETACH, which drops them.';

CREATE OR REPLACE FUNCTION partition_tools_internal.swap_trigger_states(p_job_id bigint, p_states json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    FOR r IN
        SELECT t.relid, s ->> 'name' AS name, s ->> 'enabled' AS enabled
          FROM json_array_elements(coalesce(p_states, '[]')) AS s
          JOIN partition_tools_internal.job_target AS t ON t.job_id = p_job_id AND t.template = (s ->> 'template')::oid
    LOOP
        EXECUTE format('ALTER TABLE %s %s TRIGGER %I', r.relid::regclass, partition_tools_internal.trigger_state_clause(r.enabled::"char"), r.name);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_trigger_states(bigint, json) IS
    'Enables and disables the inherited triggers of the targets as trigger_states found them on the sources.';

CREATE OR REPLACE FUNCTION partition_tools_internal.trigger_state_clause(p_enabled "char")
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE p_enabled WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE' END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.trigger_state_clause("char") IS 'pg_trigger.tgenabled as ALTER TABLE ... TRIGGER wants it.';
