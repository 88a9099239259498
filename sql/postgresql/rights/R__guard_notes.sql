-- What a running job notes about relations is believed by whoever goes on with it, perhaps with more rights than who noted it.
-- So a note is only taken where the catalogue says the same.

CREATE OR REPLACE FUNCTION partition_tools_internal.guard_record()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.job_right(NEW.job_id);
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.guard_record() IS 'Trigger: what happens to a job is recorded by who may work on it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.guard_source()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    j partition_tools_internal.job;
BEGIN
    j := partition_tools_internal.job_right(NEW.job_id);
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.job_id, NEW.ordinal, NEW.relid) IS DISTINCT FROM (OLD.job_id, OLD.ordinal, OLD.relid) THEN
            PERFORM partition_tools_internal.note_refused(NEW.job_id, NEW.relid, 'it was not what was noted');
        END IF;
        RETURN NEW;
    END IF;
    PERFORM partition_tools_internal.table_right(NEW.relid);
    -- A plain table that is to be partitioned, or a partitioned one beside which that is kept, is the source itself.
    IF NEW.relid <> j.table_oid AND NOT EXISTS (SELECT FROM pg_inherits AS i WHERE i.inhrelid = NEW.relid AND i.inhparent = j.table_oid) THEN
        PERFORM partition_tools_internal.note_refused(NEW.job_id, NEW.relid, 'it is no partition of the table');
    END IF;
    SELECT n.nspname, c.relname INTO NEW.schema_name, NEW.name FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = NEW.relid;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.guard_source() IS 'Trigger: sources of a job are partitions of its table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.guard_target()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    j partition_tools_internal.job;
BEGIN
    j := partition_tools_internal.job_right(NEW.job_id);
    PERFORM partition_tools_internal.table_right(NEW.relid), partition_tools_internal.create_right(NEW.schema_name, NEW.tablespace);
    IF NOT EXISTS (SELECT FROM pg_class AS c WHERE c.oid = NEW.relid AND c.relnamespace = 'partition_tools_stage'::regnamespace
                      AND c.relname = partition_tools_internal.stage_name(NEW.job_id, 't' || NEW.ordinal)) THEN
        PERFORM partition_tools_internal.note_refused(NEW.job_id, NEW.relid, 'it is no staging table of the job');
    ELSIF NEW.template NOT IN (0, j.table_oid) AND NOT EXISTS (SELECT FROM partition_tools_internal.job_source AS s
                                                               WHERE s.job_id = NEW.job_id AND s.relid = NEW.template) THEN
        PERFORM partition_tools_internal.note_refused(NEW.job_id, NEW.template, 'it is no source of the job');
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.guard_target() IS 'Trigger: targets of a job are its staging tables.';

CREATE OR REPLACE FUNCTION partition_tools_internal.guard_rename()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.job_right(NEW.job_id);
    IF NOT EXISTS (SELECT FROM partition_tools_internal.job_target AS t
                    WHERE t.job_id = NEW.job_id
                      AND (EXISTS (SELECT FROM partition_tools_internal.job_context AS c JOIN pg_statistic_ext AS x ON x.stxrelid = c.parent
                                    WHERE c.job_id = NEW.job_id AND NEW.kind = 'STATISTICS' AND x.oid = NEW.relid)
                        OR EXISTS (SELECT FROM pg_index AS x WHERE NEW.kind = 'INDEX' AND x.indexrelid = NEW.relid AND x.indrelid = t.relid)
                        OR EXISTS (SELECT FROM pg_statistic_ext AS x WHERE NEW.kind = 'STATISTICS' AND x.oid = NEW.relid AND x.stxrelid = t.relid))) THEN
        PERFORM partition_tools_internal.note_refused(NEW.job_id, NEW.relid, 'it belongs to no target of the job');
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.guard_rename() IS 'Trigger: what a job renames belongs to its targets.';

CREATE OR REPLACE FUNCTION partition_tools_internal.guard_incoming_key()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    j partition_tools_internal.job;
BEGIN
    j := partition_tools_internal.job_right(NEW.job_id);
    PERFORM partition_tools_internal.table_right(NEW.relid);
    -- The definition is executed: it is what the catalogue says, whatever was passed.
    SELECT regexp_replace(pg_get_constraintdef(c.oid), ' NOT VALID$', ''), obj_description(c.oid, 'pg_constraint'), c.convalidated,
           partition_tools_internal.key_triggers(c.oid)
      INTO NEW.definition, NEW.comment, NEW.validated, NEW.triggers
      FROM pg_constraint AS c
     WHERE c.conrelid = NEW.relid AND c.conname = NEW.name AND c.contype = 'f'
       AND (c.confrelid = j.table_oid
            -- Of the plain table that is kept after a conversion.
            OR c.confrelid = (SELECT o.table_oid FROM partition_tools_internal.job AS o WHERE j.action = 'keep' AND o.job_id = (j.spec ->> 'convert_job')::bigint));
    IF NOT FOUND THEN
        PERFORM partition_tools_internal.note_refused(NEW.job_id, NEW.relid, 'it has no such foreign key to the table');
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.guard_incoming_key() IS 'Trigger: foreign keys that a job takes off are those that point at its table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.guard_context()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    j partition_tools_internal.job;
BEGIN
    j := partition_tools_internal.job_right(NEW.job_id);
    IF NEW.parent <> j.table_oid AND EXISTS (SELECT FROM pg_class AS c WHERE c.oid = NEW.parent AND c.relkind = 'p' AND c.relnamespace = 'partition_tools_stage'::regnamespace
                                                AND c.relname = partition_tools_internal.stage_name(NEW.job_id, 'root')) THEN
        -- What a conversion builds.
        PERFORM partition_tools_internal.table_right(NEW.parent);
        RETURN NEW;
    ELSIF NEW.parent <> j.table_oid OR TG_OP = 'UPDATE' AND NEW.job_id <> OLD.job_id THEN
        PERFORM partition_tools_internal.note_refused(NEW.job_id, NEW.parent, 'it is not the table of the job');
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.guard_context() IS 'Trigger: what a job has found out is about its table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.guard_delete()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.job_right(OLD.job_id);
    RETURN OLD;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.guard_delete() IS 'Trigger: what a job has noted is forgotten by who may work on it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.note_refused(p_job_id bigint, p_relid oid, p_cause text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'job % is not to act on %: %', p_job_id, p_relid::regclass, p_cause
        USING ERRCODE = 'PP083', HINT = 'The bookkeeping is written by the routines of Partition Tools; do not write it yourself.';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.note_refused(bigint, oid, text) IS
    'PP083: a row of the bookkeeping that no routine of ours would write.';

CREATE OR REPLACE TRIGGER guard_source BEFORE INSERT OR UPDATE ON partition_tools_internal.job_source
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_source();
CREATE OR REPLACE TRIGGER guard_target BEFORE INSERT ON partition_tools_internal.job_target
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_target();
CREATE OR REPLACE TRIGGER guard_rename BEFORE INSERT ON partition_tools_internal.job_rename
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_rename();
CREATE OR REPLACE TRIGGER guard_incoming_key BEFORE INSERT ON partition_tools_internal.job_incoming_key
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_incoming_key();
CREATE OR REPLACE TRIGGER guard_context BEFORE INSERT OR UPDATE ON partition_tools_internal.job_context
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_context();
CREATE OR REPLACE TRIGGER guard_delete BEFORE DELETE ON partition_tools_internal.job_source
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_delete();
CREATE OR REPLACE TRIGGER guard_delete BEFORE DELETE ON partition_tools_internal.job_target
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_delete();
CREATE OR REPLACE TRIGGER guard_delete BEFORE DELETE ON partition_tools_internal.job_rename
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_delete();
CREATE OR REPLACE TRIGGER guard_delete BEFORE DELETE ON partition_tools_internal.job_incoming_key
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_delete();
CREATE OR REPLACE TRIGGER guard_delete BEFORE DELETE ON partition_tools_internal.job_context
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_delete();
CREATE OR REPLACE TRIGGER guard_copied BEFORE INSERT ON partition_tools_internal.job_copied
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_record();
CREATE OR REPLACE TRIGGER guard_delete BEFORE DELETE ON partition_tools_internal.job_copied
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_delete();
DO $$
BEGIN
    IF to_regclass('partition_tools_internal.job_cancel') IS NOT NULL THEN
        CREATE OR REPLACE TRIGGER guard_cancel BEFORE INSERT ON partition_tools_internal.job_cancel
            FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_record();
    END IF;
END
$$;
