CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_trigger(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT d.relid, 'trigger', d.name, format('%s %s ON %s', partition_tools_internal.trigger_state_clause(d.enabled), d.before, d.after),
               jsonb_build_object('before', d.before, 'after', d.after, 'enabled', d.enabled, 'comment', d.comment)
          FROM partition_tools_internal.leaf_triggers(p_relids) AS d WHERE NOT d.inherited;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_trigger(oid[]) IS
    'Triggers of the table itself, and how they are enabled; details: CREATE TRIGGER before and after the name of the table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_trigger_give(p_relid oid, p_table text, p_wanted partition_tools_internal.leaf_property[], p_has partition_tools_internal.leaf_property[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(
        SELECT s.statement
          FROM unnest(p_wanted) AS w
          LEFT JOIN unnest(p_has) AS h ON h.name = w.name
         CROSS JOIN LATERAL (VALUES (1, CASE WHEN h.name IS NULL THEN format('%s ON %s %s', w.details ->> 'before', p_table, w.details ->> 'after') END),
                                    (2, CASE WHEN h.name IS NULL THEN format('COMMENT ON TRIGGER %I ON %s IS ', w.name, p_table) || quote_literal(w.details ->> 'comment') END),
                                    (3, CASE WHEN w.details ->> 'enabled' <> coalesce(h.details ->> 'enabled', 'O')
                                             THEN format('ALTER TABLE %s %s TRIGGER %I', p_table, partition_tools_internal.trigger_state_clause((w.details ->> 'enabled')::"char"), w.name) END)) AS s(n, statement)
         WHERE s.statement IS NOT NULL ORDER BY w.name, s.n);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_trigger_give(oid, text, partition_tools_internal.leaf_property[], partition_tools_internal.leaf_property[]) IS
    'Statements that create triggers, and enable and disable them; none drops one.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_trigger_state(p_relids oid[])
RETURNS SETOF partition_tools_internal.leaf_property
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT d.relid, 'trigger state', d.name, format('%s %s', partition_tools_internal.trigger_state_clause(d.enabled), d.name),
               jsonb_build_object('enabled', d.enabled, 'parent_enabled', d.parent_enabled)
          FROM partition_tools_internal.leaf_triggers(p_relids) AS d WHERE d.inherited;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_trigger_state(oid[]) IS
    'How the triggers are enabled that a partition has from its table; details: and how they are there.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_trigger_state_give(p_relid oid, p_table text, p_wanted partition_tools_internal.leaf_property[], p_has partition_tools_internal.leaf_property[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- They come with ATTACH, enabled as they are on the table.
    RETURN ARRAY(SELECT format('ALTER TABLE %s %s TRIGGER %I', p_table, partition_tools_internal.trigger_state_clause((w.details ->> 'enabled')::"char"), w.name)
                   FROM unnest(p_wanted) AS w WHERE w.details -> 'enabled' <> w.details -> 'parent_enabled' ORDER BY w.name);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_trigger_state_give(oid, text, partition_tools_internal.leaf_property[], partition_tools_internal.leaf_property[]) IS
    'Statements that enable and disable inherited triggers otherwise than on the table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_triggers(p_relids oid[])
RETURNS TABLE (relid oid, name text, enabled "char", before text, after text, comment text, inherited boolean, parent_enabled "char")
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT t.tgrelid, t.tgname::text, t.tgenabled, left(d.text, d.at - 1), substr(d.text, d.at + length(d.place)), obj_description(t.oid, 'pg_trigger'), t.tgparentid <> 0, p.tgenabled
          FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
          LEFT JOIN pg_trigger AS p ON p.oid = t.tgparentid
         -- The first place behind the trigger's own name, which may look like it.
         CROSS JOIN LATERAL (SELECT pg_get_triggerdef(t.oid), format(' ON %I.%I ', n.nspname, c.relname), strpos(pg_get_triggerdef(t.oid), quote_ident(t.tgname)) + length(quote_ident(t.tgname)))
                 AS x(text, place, behind)
         CROSS JOIN LATERAL (SELECT x.text, x.place, x.behind - 1 + strpos(substr(x.text, x.behind), x.place)) AS d(text, place, at)
         WHERE t.tgrelid = ANY (p_relids) AND t.tgname NOT LIKE 'partition_tools_j%'
           -- PostgreSQL 14 calls inherited triggers internal; those of keys are internal everywhere.
           AND (NOT t.tgisinternal OR t.tgparentid <> 0) AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.oid = t.tgconstraint AND k.contype <> 't');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_triggers(oid[]) IS
    'The triggers of several tables, but for those that keys and jobs have made.';

CREATE OR REPLACE FUNCTION partition_tools_internal.trigger_state_clause(p_enabled "char")
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE p_enabled WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE' END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.trigger_state_clause("char") IS
    'pg_trigger.tgenabled as ALTER TABLE ... TRIGGER wants it.';
