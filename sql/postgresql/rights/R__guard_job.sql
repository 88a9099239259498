-- The triggers of the bookkeeping. They are not SECURITY DEFINER: current_user is whoever writes the row.

CREATE OR REPLACE FUNCTION partition_tools_internal.guard_job()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM partition_tools_internal.job_right(OLD.job_id);
        IF OLD.ended_at IS NULL THEN
            RAISE EXCEPTION 'job % has not ended', OLD.job_id
                USING ERRCODE = 'PP083', HINT = format('CALL partition_tools.cancel(%s) ends it.', OLD.job_id);
        END IF;
        RETURN OLD;
    ELSIF TG_OP = 'UPDATE' THEN
        PERFORM partition_tools_internal.job_right(OLD.job_id);
        IF (NEW.job_id, NEW.table_oid, NEW.operation) IS DISTINCT FROM (OLD.job_id, OLD.table_oid, OLD.operation) THEN
            RAISE EXCEPTION 'job % is not to become another one', OLD.job_id USING ERRCODE = 'PP083';
        END IF;
        NEW.made_by := OLD.made_by;
        IF NEW.spec::text = OLD.spec::text THEN
            RETURN NEW;
        ELSIF partition_tools_internal.is_trusted(OLD.made_by, current_user) THEN
            -- Somebody with fewer rights, or the same, has changed its words; with more, they are still the other's.
            NEW.made_by := current_user;
        END IF;
    ELSE
        NEW.made_by := current_user;
        IF NEW.action = 'restore' THEN
            PERFORM partition_tools_internal.archive_right((NEW.spec ->> 'archive_id')::bigint, NEW.table_oid);
        END IF;
        IF NEW.table_oid <> 0 THEN
            PERFORM partition_tools_internal.table_right(NEW.table_oid);
        END IF;
    END IF;
    PERFORM partition_tools_internal.create_right((t.value ->> 'schema')::name, (t.value ->> 'tablespace')::name)
       FROM json_array_elements(NEW.spec -> 'targets') AS t WHERE NEW.operation <> 'migrate';
    IF NEW.spec ->> 'as_table' IS NOT NULL THEN
        PERFORM partition_tools_internal.create_right((NEW.spec ->> 'schema')::name, NULL);
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.guard_job() IS
    'Trigger: jobs are made by members of the owner of their table, who may create where the job will, and everybody sees by whom; they are removed by the same, when they have ended.';

CREATE OR REPLACE FUNCTION partition_tools_internal.create_right(p_schema name, p_tablespace name)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- What does not exist is refused later, by the job.
    IF (SELECT NOT has_schema_privilege(current_user, n.oid, 'CREATE') FROM pg_namespace AS n WHERE n.nspname = p_schema) THEN
        RAISE EXCEPTION 'role % may not create tables in schema %', quote_ident(current_user), quote_ident(p_schema)
            USING ERRCODE = 'PP081', HINT = format('GRANT CREATE ON SCHEMA %I TO the role that owns the table.', p_schema);
    ELSIF (SELECT NOT has_tablespace_privilege(current_user, s.oid, 'CREATE') FROM pg_tablespace AS s
            WHERE s.spcname = p_tablespace AND s.oid <> (SELECT d.dattablespace FROM pg_database AS d WHERE d.datname = current_database())) THEN
        RAISE EXCEPTION 'role % may not create tables in tablespace %', quote_ident(current_user), quote_ident(p_tablespace)
            USING ERRCODE = 'PP081', HINT = format('GRANT CREATE ON TABLESPACE %I TO the role that owns the table.', p_tablespace);
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.create_right(name, name) IS
    'PP081 where the current role may not create tables in a schema or a tablespace.';

CREATE OR REPLACE FUNCTION partition_tools_internal.archive_right(p_archive_id bigint, p_table oid)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.archive;
    v_table oid;
BEGIN
    SELECT * INTO a FROM partition_tools_internal.archive AS o WHERE o.archive_id = p_archive_id;
    v_table := to_regclass(format('%I.%I', a.table_schema, a.table_name));
    IF v_table IS NOT NULL THEN
        PERFORM partition_tools_internal.table_right(v_table);
    END IF;
    IF p_table NOT IN (0, v_table) OR v_table IS NULL AND NOT partition_tools_internal.is_trusted(current_user, a.archived_by) THEN
        RAISE EXCEPTION 'role % may not restore archive %', quote_ident(current_user), p_archive_id
            USING ERRCODE = 'PP081', DETAIL = format('It is of %I.%I, and was made by %s.', a.table_schema, a.table_name, quote_ident(a.archived_by)),
                  HINT = 'Be a member of the role that owns the table, or that made the archive where the table is gone.';
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.archive_right(bigint, oid) IS
    'PP081 where the current role may not have the rows of an archive back: it is no member of the owner of its table, or, where that is gone, of the role that made the archive.';

CREATE OR REPLACE TRIGGER guard_job BEFORE INSERT OR UPDATE OR DELETE ON partition_tools_internal.job
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_job();
COMMENT ON TRIGGER guard_job ON partition_tools_internal.job IS 'Records who made a job, and refuses others'' tables.';
