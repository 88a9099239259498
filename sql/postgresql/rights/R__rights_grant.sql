CREATE OR REPLACE FUNCTION partition_tools_internal.rights_grant()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_missing text;
BEGIN
    -- Two deploys at once would update the same rows of the catalogue.
    PERFORM pg_advisory_xact_lock(1347702788, 0);
    REVOKE EXECUTE ON ALL ROUTINES IN SCHEMA partition_tools, partition_tools_internal FROM PUBLIC;
    PERFORM partition_tools_internal.rights_role('partition_tools_operator'), partition_tools_internal.rights_role('partition_tools_viewer');
    v_missing := partition_tools_internal.rights_missing();
    IF v_missing IS NOT NULL THEN
        RAISE WARNING 'the roles of Partition Tools are missing, and role % may not create them', quote_ident(current_user)
            USING HINT = format('Let an administrator execute: %s Then deploy again, which grants them what they need.', replace(v_missing, E'\n', ' '));
        RETURN;
    END IF;
    PERFORM partition_tools_internal.rights_of_viewers('partition_tools_viewer'), partition_tools_internal.rights_of_viewers('partition_tools_operator');
    PERFORM partition_tools_internal.rights_of_operators();
END
$$;
COMMENT ON FUNCTION partition_tools_internal.rights_grant() IS
    'The end of every deploy: creates the roles, where they do not exist and the current role may, and grants them what they need, and PUBLIC nothing.';

CREATE OR REPLACE FUNCTION partition_tools_internal.rights_missing()
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT string_agg(format('CREATE ROLE %I NOLOGIN;', r), E'\n' ORDER BY r)
              FROM unnest(ARRAY['partition_tools_operator', 'partition_tools_viewer']) AS r
             WHERE NOT EXISTS (SELECT FROM pg_roles AS p WHERE p.rolname = r));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.rights_missing() IS
    'The statements that create the roles that are missing; NULL where none is.';

CREATE OR REPLACE FUNCTION partition_tools_internal.rights_role(p_role name)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles AS p WHERE p.rolname = p_role) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN', p_role);
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN
        NULL;
    WHEN duplicate_object OR unique_violation THEN
        -- Roles are the whole server's; a deploy into another database was quicker.
        NULL;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.rights_role(name) IS
    'Creates a role where it does not exist and the current role may.';

CREATE OR REPLACE FUNCTION partition_tools_internal.rights_of_viewers(p_role name)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA partition_tools, partition_tools_internal TO %I', p_role);
    -- Functions of the private schema do with the rights of who calls them what he could do himself.
    EXECUTE format('GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA partition_tools_internal TO %I', p_role);
    EXECUTE format('REVOKE EXECUTE ON FUNCTION partition_tools_internal.rights_grant() FROM %I', p_role);
    FOR r IN SELECT p.oid::regprocedure AS routine FROM pg_proc AS p WHERE p.pronamespace = 'partition_tools'::regnamespace
                AND p.proname IN ('plan', 'check_config', 'check_partitions') LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', r.routine, p_role);
    END LOOP;
    FOR r IN SELECT c.oid::regclass AS relation FROM pg_class AS c WHERE c.relnamespace = 'partition_tools'::regnamespace
                AND (c.relkind = 'v' OR c.relname = 's3_server') LOOP
        EXECUTE format('GRANT SELECT ON %s TO %I', r.relation, p_role);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.rights_of_viewers(name) IS
    'Grants a role what looking takes: the views, plan, check_config, check_partitions.';

CREATE OR REPLACE FUNCTION partition_tools_internal.rights_of_operators()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    GRANT EXECUTE ON ALL ROUTINES IN SCHEMA partition_tools, partition_tools_internal TO partition_tools_operator;
    REVOKE EXECUTE ON FUNCTION partition_tools_internal.rights_grant() FROM partition_tools_operator;
    GRANT CREATE ON SCHEMA partition_tools_stage TO partition_tools_operator;
    -- What captures changes acts with the rights of a table's owner, who may be no operator, or not any more.
    GRANT USAGE ON SCHEMA partition_tools_stage TO PUBLIC;
    -- Every table that is written to here has a guard, a trigger that looks at each row: see doc/architecture.md, Rights.
    FOR r IN SELECT c.oid::regclass AS relation, c.relname,
                    (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute AS a LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                        -- Numbers are the sequence's to give: one that is taken in advance would stand in another's way.
                        AND coalesce(pg_get_expr(d.adbin, d.adrelid), '') NOT LIKE 'nextval(%') AS columns,
                    (SELECT ', ' || quote_ident(a.attname) FROM pg_attribute AS a JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                      WHERE a.attrelid = c.oid AND pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%'
                        AND EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgrelid = c.oid AND t.tgname = 'guard_number')) AS number
               FROM pg_class AS c
              WHERE c.relkind = 'r' AND c.relname <> 'flyway_schema_history' AND c.relname !~ '^partition_tools_j[0-9]'
                AND (c.relnamespace = 'partition_tools_internal'::regnamespace OR c.oid = 'partition_tools.migration_config'::regclass)
    LOOP
        EXECUTE format('GRANT SELECT ON %s TO partition_tools_operator', r.relation);
        IF EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgrelid = r.relation AND t.tgname LIKE 'guard%' AND (t.tgtype & 4) <> 0) THEN
            EXECUTE format('GRANT INSERT (%s%s) ON %s TO partition_tools_operator', r.columns, r.number, r.relation);
        END IF;
        IF EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgrelid = r.relation AND t.tgname LIKE 'guard%' AND (t.tgtype & 8) <> 0) THEN
            EXECUTE format('GRANT DELETE ON %s TO partition_tools_operator', r.relation);
        END IF;
        IF EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgrelid = r.relation AND t.tgname LIKE 'guard%' AND (t.tgtype & 16) <> 0) THEN
            EXECUTE format('GRANT UPDATE (%s) ON %s TO partition_tools_operator', r.columns, r.relation);
        END IF;
    END LOOP;
    FOR r IN SELECT c.oid::regclass AS sequence FROM pg_class AS c
              WHERE c.relkind = 'S' AND c.relnamespace IN ('partition_tools_internal'::regnamespace, 'partition_tools'::regnamespace) LOOP
        EXECUTE format('GRANT USAGE ON SEQUENCE %s TO partition_tools_operator', r.sequence);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.rights_of_operators() IS
    'Grants operators what working takes: all routines, and those writes to the bookkeeping that a guard looks at.';
