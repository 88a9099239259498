CREATE OR REPLACE FUNCTION partition_tools_internal.guard_run()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    NEW.created_at := clock_timestamp();
    NEW.created_by := session_user;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.guard_run() IS 'Trigger: who has made a run, and when, is looked up.';

CREATE OR REPLACE FUNCTION partition_tools_internal.guard_identity()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    j partition_tools_internal.job;
BEGIN
    j := partition_tools_internal.job_right(NEW.job_id);
    NEW.system_id := partition_tools_internal.system_identifier();
    SELECT d.oid, d.datname INTO NEW.database_oid, NEW.database_name FROM pg_database AS d WHERE d.datname = current_database();
    SELECT n.nspname, c.relname INTO NEW.table_schema, NEW.table_name
      FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = j.table_oid;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.guard_identity() IS 'Trigger: where a job was made is looked up, whatever was passed.';

CREATE OR REPLACE FUNCTION partition_tools_internal.guard_archive()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    j partition_tools_internal.job;
    s partition_tools_internal.job_source;
BEGIN
    j := partition_tools_internal.job_right(NEW.job_id);
    SELECT * INTO s FROM partition_tools_internal.job_source AS o WHERE o.job_id = NEW.job_id;
    IF j.action <> 'unload' OR s.job_id IS NULL THEN
        PERFORM partition_tools_internal.note_refused(NEW.job_id, j.table_oid, 'the job unloads nothing');
    END IF;
    SELECT n.nspname, c.relname INTO NEW.table_schema, NEW.table_name
      FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = j.table_oid;
    NEW.partition_name := s.name;
    NEW.lower_bound := s.lower_text;
    NEW.upper_bound := s.upper_text;
    PERFORM partition_tools_internal.archive_keys(j, s, NEW.manifest);
    -- The SQL in it is executed by whoever restores: it is what the catalogue says, whatever was passed.
    NEW.definition := partition_tools_internal.archive_definition(s.relid);
    NEW.archived_by := current_user;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.guard_archive() IS
    'Trigger: an archive is listed by the job that has unloaded it, and its definition is that of the partition.';

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

CREATE OR REPLACE TRIGGER guard_run BEFORE INSERT ON partition_tools_internal.run
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_run();
CREATE OR REPLACE TRIGGER guard_event BEFORE INSERT ON partition_tools_internal.job_event
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_record();
CREATE OR REPLACE TRIGGER guard_restore BEFORE INSERT ON partition_tools_internal.archive_restore
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_record();
CREATE OR REPLACE TRIGGER guard_identity BEFORE INSERT ON partition_tools_internal.job_identity
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_identity();
CREATE OR REPLACE TRIGGER guard_archive BEFORE INSERT ON partition_tools_internal.archive
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_archive();
CREATE OR REPLACE TRIGGER guard_config BEFORE INSERT OR UPDATE OR DELETE ON partition_tools.migration_config
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_config();
CREATE OR REPLACE TRIGGER guard_config_writer BEFORE INSERT ON partition_tools_internal.config_writer
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_config_writer();
