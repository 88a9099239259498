CREATE OR REPLACE FUNCTION partition_tools_internal.table_right(p_table oid)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_owner oid := (SELECT c.relowner FROM pg_class AS c WHERE c.oid = p_table);
BEGIN
    -- current_user: the role that executes the statement, also within SET ROLE and within somebody's SECURITY DEFINER routine.
    -- Neither this function nor the triggers that call it are SECURITY DEFINER, or it would be the installer.
    IF v_owner IS NULL OR NOT pg_has_role(current_user, v_owner, 'USAGE') THEN
        RAISE EXCEPTION 'role % may not work on table %', quote_ident(current_user), p_table::regclass
            USING ERRCODE = 'PP081', DETAIL = coalesce(format('It is owned by %s.', quote_ident(pg_get_userbyid(v_owner))), 'There is no such table.'),
                  HINT = 'Be a member of the role that owns the table.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.table_right(oid) IS
    'PP081 where the current role is not a member of the role that owns a table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_right(p_job_id bigint)
RETURNS partition_tools_internal.job
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    j partition_tools_internal.job;
BEGIN
    SELECT * INTO j FROM partition_tools_internal.job AS o WHERE o.job_id = p_job_id;
    IF EXISTS (SELECT FROM pg_class AS c WHERE c.oid = j.table_oid) THEN
        PERFORM partition_tools_internal.table_right(j.table_oid);
    ELSIF NOT partition_tools_internal.is_trusted(current_user, j.made_by) THEN
        RAISE EXCEPTION 'role % may not work on job %', quote_ident(current_user), p_job_id
            USING ERRCODE = 'PP081', DETAIL = format('It was made by %s, and its table does not exist.', quote_ident(j.made_by)),
                  HINT = 'Be a member of the role that made it.';
    END IF;
    RETURN j;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_right(bigint) IS
    'A job, for a role that may work on it: a member of the owner of its table, or where there is none, of the role that made it. PP081 for others.';

CREATE OR REPLACE FUNCTION partition_tools_internal.is_trusted(p_writer name, p_reader name)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM pg_roles AS w, pg_roles AS r
                    WHERE w.rolname = p_writer AND r.rolname = p_reader AND pg_has_role(w.oid, r.oid, 'USAGE'));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.is_trusted(name, name) IS
    'Whether the first role has all rights of the second, so that the second loses nothing by doing what the first has written; false where one is gone.';

CREATE OR REPLACE FUNCTION partition_tools_internal.sql_trust(p_what text, p_writer name)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT partition_tools_internal.is_trusted(p_writer, current_user) THEN
        RAISE EXCEPTION '% has SQL of role %, which is not to be executed with the rights of %', p_what, quote_ident(p_writer), quote_ident(current_user)
            USING ERRCODE = 'PP082', DETAIL = 'Its conditions and expressions could do anything that you may do.',
                  HINT = format('SET ROLE %s first. Or read the row of partition_tools.migration_config, update it, which makes it yours, and run again.', quote_ident(p_writer));
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.sql_trust(text, name) IS
    'PP082 where SQL that a role has written would be executed with rights that the role does not have.';
