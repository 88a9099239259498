CREATE OR REPLACE FUNCTION partition_tools_internal.guard_run()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT FROM partition_tools_internal.job AS j WHERE j.run_id = OLD.run_id) THEN
            RAISE EXCEPTION 'run % has jobs', OLD.run_id USING ERRCODE = 'PP083', HINT = 'CALL partition_tools.sweep() removes what is old of tables that you may work on.';
        END IF;
        RETURN OLD;
    END IF;
    NEW.created_at := clock_timestamp();
    NEW.created_by := session_user;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.guard_run() IS 'Trigger: who has made a run, and when, is looked up; a run is removed by any operator when its jobs are gone.';

CREATE OR REPLACE FUNCTION partition_tools_internal.guard_config()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND EXISTS (SELECT FROM pg_class AS c WHERE c.oid = OLD.target) THEN
        PERFORM partition_tools_internal.table_right(OLD.target);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    PERFORM partition_tools_internal.table_right(NEW.target);
    INSERT INTO partition_tools_internal.config_writer (config_id) VALUES (NEW.config_id);
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.guard_config() IS
    'Trigger: migrations into a table are configured by members of its owner, and it is recorded by whom.';

CREATE OR REPLACE FUNCTION partition_tools_internal.guard_config_writer()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    NEW.written_by := current_user;
    NEW.written_at := clock_timestamp();
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.guard_config_writer() IS 'Trigger: nobody writes for another.';

CREATE OR REPLACE FUNCTION partition_tools_internal.config_written_by(p_config_id bigint)
RETURNS name
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce((SELECT w.written_by FROM partition_tools_internal.config_writer AS w WHERE w.config_id = p_config_id ORDER BY w.written_at DESC LIMIT 1),
                    -- Before there were roles only an administrator could write it.
                    (SELECT pg_get_userbyid(c.relowner) FROM pg_class AS c WHERE c.oid = 'partition_tools.migration_config'::regclass));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.config_written_by(bigint) IS 'Who has written a row of migration_config last.';

CREATE OR REPLACE TRIGGER guard_run BEFORE INSERT OR DELETE ON partition_tools_internal.run
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_run();
CREATE OR REPLACE TRIGGER guard_config BEFORE INSERT OR UPDATE OR DELETE ON partition_tools.migration_config
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_config();
CREATE OR REPLACE TRIGGER guard_config_writer BEFORE INSERT ON partition_tools_internal.config_writer
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_config_writer();
