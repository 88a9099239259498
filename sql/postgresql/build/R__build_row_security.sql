CREATE OR REPLACE FUNCTION partition_tools_internal.build_row_security(p_from oid, p_to oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_name  name := (SELECT c.relname FROM pg_class c WHERE c.oid = p_from);
    v_stage name := (SELECT c.relname FROM pg_class c WHERE c.oid = p_to);
    r record;
BEGIN
    -- The parent's policies guard access through the parent; a partition has its own, or none.
    IF (SELECT c.relkind = 'p' FROM pg_class c WHERE c.oid = p_from) THEN
        RETURN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = p_from) THEN
        RETURN;
    END IF;
    -- A policy may name its own table; for the moment the staging table, in its own schema, bears that name.
    EXECUTE format('ALTER TABLE %s RENAME TO %I', p_to::regclass, v_name);
    FOR r IN
        SELECT p.polname, p.polpermissive, p.oid,
               CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END AS command,
               (SELECT string_agg(CASE WHEN u = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(u)) END, ', ') FROM unnest(p.polroles) AS u) AS roles,
               pg_get_expr(p.polqual, p.polrelid) AS qual, pg_get_expr(p.polwithcheck, p.polrelid) AS with_check
          FROM pg_policy p WHERE p.polrelid = p_from ORDER BY p.oid
    LOOP
        EXECUTE format('CREATE POLICY %I ON %s AS %s FOR %s TO %s%s%s', r.polname, p_to::regclass,
                       CASE WHEN r.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END, r.command, r.roles,
                       ' USING (' || r.qual || ')', ' WITH CHECK (' || r.with_check || ')');
        IF obj_description(r.oid, 'pg_policy') IS NOT NULL THEN
            EXECUTE format('COMMENT ON POLICY %I ON %s IS %L', r.polname, p_to::regclass, obj_description(r.oid, 'pg_policy'));
        END IF;
    END LOOP;
    EXECUTE format('ALTER TABLE %s RENAME TO %I', p_to::regclass, v_stage);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.build_row_security(oid, oid) IS
    'Row security policies. Whether they are enforced is set at the swap: enforced earlier, they would bind the job itself.';

CREATE OR REPLACE FUNCTION partition_tools_internal.swap_row_security(p_from oid, p_to oid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c record;
BEGIN
    SELECT k.relkind, k.relrowsecurity, k.relforcerowsecurity INTO c FROM pg_class k WHERE k.oid = p_from;
    IF c.relkind <> 'p' AND c.relrowsecurity THEN
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', p_to::regclass);
    END IF;
    IF c.relkind <> 'p' AND c.relforcerowsecurity THEN
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', p_to::regclass);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.swap_row_security(oid, oid) IS 'Enforces row security where the template does.';
