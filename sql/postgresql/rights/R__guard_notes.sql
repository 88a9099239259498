-- What a running job notes is believed by whoever goes on with it, perhaps with more rights than who noted it. So it is noted, and
-- forgotten, by who may work on the job; and what names relations or has SQL in it is only taken where the catalogue says the same.
-- The triggers are not SECURITY DEFINER: current_user is whoever writes the row.

CREATE OR REPLACE FUNCTION partition_tools_internal.guard_note()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    j partition_tools_internal.job;
BEGIN
    j := partition_tools_internal.job_right(CASE TG_OP WHEN 'DELETE' THEN OLD.job_id ELSE NEW.job_id END);
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    ELSIF TG_OP = 'UPDATE' THEN
        PERFORM partition_tools_internal.note_unmoved(to_jsonb(OLD), to_jsonb(NEW));
        RETURN NEW;
    END IF;
    -- A table that is not listed here takes no row: CASE ends with an error.
    CASE TG_TABLE_NAME
        WHEN 'job_source'       THEN NEW := partition_tools_internal.note_source(j, NEW);
        WHEN 'job_target'       THEN NEW := partition_tools_internal.note_target(j, NEW);
        WHEN 'job_rename'       THEN NEW := partition_tools_internal.note_rename(j, NEW);
        WHEN 'job_incoming_key' THEN NEW := partition_tools_internal.note_incoming_key(j, NEW);
        WHEN 'job_context'      THEN NEW := partition_tools_internal.note_context(j, NEW);
        WHEN 'job_identity'     THEN NEW := partition_tools_internal.note_identity(j, NEW);
        WHEN 'archive'          THEN NEW := partition_tools_internal.note_archive(j, NEW);
        WHEN 'job_event', 'job_copied', 'job_task', 'job_helped', 'job_cancel', 'archive_restore' THEN NULL; -- the right to the job is all they need
    END CASE;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.guard_note() IS
    'Trigger: what belongs to a job is written and removed by who may work on it, and is as the check of its table returns it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.note_unmoved(p_old jsonb, p_new jsonb)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM unnest(ARRAY['job_id', 'ordinal', 'relid', 'parent']) AS c WHERE p_new -> c IS DISTINCT FROM p_old -> c) THEN
        PERFORM partition_tools_internal.note_refused((p_new ->> 'job_id')::bigint, coalesce(p_new ->> 'relid', p_new ->> 'parent')::oid, 'it was not what was noted');
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.note_unmoved(jsonb, jsonb) IS 'PP083 where a note would become one about another job or relation.';

CREATE OR REPLACE FUNCTION partition_tools_internal.note_source(p_job partition_tools_internal.job, p_note partition_tools_internal.job_source)
RETURNS partition_tools_internal.job_source
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.table_right(p_note.relid);
    -- A plain table that is to be partitioned, or a partitioned one beside which that is kept, is the source itself.
    IF p_note.relid <> p_job.table_oid AND NOT EXISTS (SELECT FROM pg_inherits AS i WHERE i.inhrelid = p_note.relid AND i.inhparent = p_job.table_oid) THEN
        PERFORM partition_tools_internal.note_refused(p_job.job_id, p_note.relid, 'it is no partition of the table');
    END IF;
    SELECT n.nspname, c.relname INTO p_note.schema_name, p_note.name FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = p_note.relid;
    RETURN p_note;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.note_source(partition_tools_internal.job, partition_tools_internal.job_source) IS
    'Sources of a job are partitions of its table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.note_target(p_job partition_tools_internal.job, p_note partition_tools_internal.job_target)
RETURNS partition_tools_internal.job_target
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.table_right(p_note.relid), partition_tools_internal.create_right(p_note.schema_name, p_note.tablespace);
    IF NOT EXISTS (SELECT FROM pg_class AS c WHERE c.oid = p_note.relid AND c.relnamespace = 'partition_tools_stage'::regnamespace
                      AND c.relname = partition_tools_internal.stage_name(p_job.job_id, 't' || p_note.ordinal)) THEN
        PERFORM partition_tools_internal.note_refused(p_job.job_id, p_note.relid, 'it is no staging table of the job');
    ELSIF p_note.template NOT IN (0, p_job.table_oid) AND NOT EXISTS (SELECT FROM partition_tools_internal.job_source AS s
                                                                       WHERE s.job_id = p_job.job_id AND s.relid = p_note.template) THEN
        PERFORM partition_tools_internal.note_refused(p_job.job_id, p_note.template, 'it is no source of the job');
    END IF;
    RETURN p_note;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.note_target(partition_tools_internal.job, partition_tools_internal.job_target) IS
    'Targets of a job are its staging tables.';

CREATE OR REPLACE FUNCTION partition_tools_internal.note_rename(p_job partition_tools_internal.job, p_note partition_tools_internal.job_rename)
RETURNS partition_tools_internal.job_rename
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- What a plain table has that becomes a partition.
    IF NOT (p_job.action = 'convert' AND p_job.spec ->> 'mode' = 'adopt'
            AND (EXISTS (SELECT FROM pg_index AS x WHERE p_note.kind = 'INDEX' AND x.indexrelid = p_note.relid AND x.indrelid = p_job.table_oid)
              OR EXISTS (SELECT FROM pg_statistic_ext AS x WHERE p_note.kind = 'STATISTICS' AND x.oid = p_note.relid AND x.stxrelid = p_job.table_oid)))
       AND NOT EXISTS (SELECT FROM partition_tools_internal.job_target AS t
                    WHERE t.job_id = p_job.job_id
                      AND (EXISTS (SELECT FROM partition_tools_internal.job_context AS c JOIN pg_statistic_ext AS x ON x.stxrelid = c.parent
                                    WHERE c.job_id = p_job.job_id AND p_note.kind = 'STATISTICS' AND x.oid = p_note.relid)
                        OR EXISTS (SELECT FROM pg_index AS x WHERE p_note.kind = 'INDEX' AND x.indexrelid = p_note.relid AND x.indrelid = t.relid)
                        OR EXISTS (SELECT FROM pg_statistic_ext AS x WHERE p_note.kind = 'STATISTICS' AND x.oid = p_note.relid AND x.stxrelid = t.relid))) THEN
        PERFORM partition_tools_internal.note_refused(p_job.job_id, p_note.relid, 'it belongs to no target of the job');
    END IF;
    RETURN p_note;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.note_rename(partition_tools_internal.job, partition_tools_internal.job_rename) IS
    'What a job renames belongs to its targets.';

CREATE OR REPLACE FUNCTION partition_tools_internal.note_incoming_key(p_job partition_tools_internal.job, p_note partition_tools_internal.job_incoming_key)
RETURNS partition_tools_internal.job_incoming_key
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.table_right(p_note.relid);
    -- The definition is executed: it is what the catalogue says, whatever was passed.
    SELECT regexp_replace(pg_get_constraintdef(c.oid), ' NOT VALID$', ''), obj_description(c.oid, 'pg_constraint'), c.convalidated,
           partition_tools_internal.key_triggers(c.oid)
      INTO p_note.definition, p_note.comment, p_note.validated, p_note.triggers
      FROM pg_constraint AS c
     WHERE c.conrelid = p_note.relid AND c.conname = p_note.name AND c.contype = 'f'
       AND (c.confrelid = p_job.table_oid
            -- Of the plain table that is kept after a conversion.
            OR c.confrelid = (SELECT o.table_oid FROM partition_tools_internal.job AS o WHERE p_job.action = 'keep' AND o.job_id = (p_job.spec ->> 'convert_job')::bigint));
    IF NOT FOUND THEN
        PERFORM partition_tools_internal.note_refused(p_job.job_id, p_note.relid, 'it has no such foreign key to the table');
    END IF;
    RETURN p_note;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.note_incoming_key(partition_tools_internal.job, partition_tools_internal.job_incoming_key) IS
    'Foreign keys that a job takes off are those that point at its table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.note_context(p_job partition_tools_internal.job, p_note partition_tools_internal.job_context)
RETURNS partition_tools_internal.job_context
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF p_note.parent <> p_job.table_oid AND EXISTS (SELECT FROM pg_class AS c WHERE c.oid = p_note.parent AND c.relkind = 'p' AND c.relnamespace = 'partition_tools_stage'::regnamespace
                                                       AND c.relname = partition_tools_internal.stage_name(p_job.job_id, 'root')) THEN
        -- What a conversion builds.
        PERFORM partition_tools_internal.table_right(p_note.parent);
    ELSIF p_note.parent <> p_job.table_oid THEN
        PERFORM partition_tools_internal.note_refused(p_job.job_id, p_note.parent, 'it is not the table of the job');
    END IF;
    RETURN p_note;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.note_context(partition_tools_internal.job, partition_tools_internal.job_context) IS
    'What a job has found out is about its table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.note_identity(p_job partition_tools_internal.job, p_note partition_tools_internal.job_identity)
RETURNS partition_tools_internal.job_identity
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    p_note.system_id := partition_tools_internal.system_identifier();
    SELECT d.oid, d.datname INTO p_note.database_oid, p_note.database_name FROM pg_database AS d WHERE d.datname = current_database();
    SELECT n.nspname, c.relname INTO p_note.table_schema, p_note.table_name
      FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = p_job.table_oid;
    RETURN p_note;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.note_identity(partition_tools_internal.job, partition_tools_internal.job_identity) IS
    'Where a job was made is looked up, whatever was passed.';

CREATE OR REPLACE FUNCTION partition_tools_internal.note_archive(p_job partition_tools_internal.job, p_note partition_tools_internal.archive)
RETURNS partition_tools_internal.archive
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.job_source;
BEGIN
    SELECT * INTO s FROM partition_tools_internal.job_source AS o WHERE o.job_id = p_job.job_id;
    IF p_job.action <> 'unload' OR s.job_id IS NULL THEN
        PERFORM partition_tools_internal.note_refused(p_job.job_id, p_job.table_oid, 'the job unloads nothing');
    END IF;
    SELECT n.nspname, c.relname INTO p_note.table_schema, p_note.table_name
      FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = p_job.table_oid;
    p_note.partition_name := s.name;
    p_note.lower_bound := s.lower_text;
    p_note.upper_bound := s.upper_text;
    PERFORM partition_tools_internal.archive_keys(p_job, s, p_note.manifest);
    -- The SQL in it is executed by whoever restores: it is what the catalogue says, whatever was passed.
    p_note.definition := partition_tools_internal.archive_definition(s.relid);
    p_note.archived_by := current_user;
    RETURN p_note;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.note_archive(partition_tools_internal.job, partition_tools_internal.archive) IS
    'An archive is listed by the job that has unloaded it, and its definition is that of the partition.';

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

-- Releases before had a function for each table, and a second trigger for what is removed.
DROP TRIGGER IF EXISTS guard_source ON partition_tools_internal.job_source;
DROP TRIGGER IF EXISTS guard_target ON partition_tools_internal.job_target;
DROP TRIGGER IF EXISTS guard_rename ON partition_tools_internal.job_rename;
DROP TRIGGER IF EXISTS guard_incoming_key ON partition_tools_internal.job_incoming_key;
DROP TRIGGER IF EXISTS guard_context ON partition_tools_internal.job_context;
DROP TRIGGER IF EXISTS guard_identity ON partition_tools_internal.job_identity;
DROP TRIGGER IF EXISTS guard_archive ON partition_tools_internal.archive;
DROP TRIGGER IF EXISTS guard_event ON partition_tools_internal.job_event;
DROP TRIGGER IF EXISTS guard_restore ON partition_tools_internal.archive_restore;
DROP TRIGGER IF EXISTS guard_copied ON partition_tools_internal.job_copied;
DROP TRIGGER IF EXISTS guard_cancel ON partition_tools_internal.job_cancel;
DROP TRIGGER IF EXISTS guard_delete ON partition_tools_internal.job_source;
DROP TRIGGER IF EXISTS guard_delete ON partition_tools_internal.job_target;
DROP TRIGGER IF EXISTS guard_delete ON partition_tools_internal.job_rename;
DROP TRIGGER IF EXISTS guard_delete ON partition_tools_internal.job_incoming_key;
DROP TRIGGER IF EXISTS guard_delete ON partition_tools_internal.job_context;
DROP TRIGGER IF EXISTS guard_delete ON partition_tools_internal.job_copied;
DROP FUNCTION IF EXISTS partition_tools_internal.guard_record(), partition_tools_internal.guard_source(), partition_tools_internal.guard_target(),
    partition_tools_internal.guard_rename(), partition_tools_internal.guard_incoming_key(), partition_tools_internal.guard_context(),
    partition_tools_internal.guard_delete(), partition_tools_internal.guard_identity(), partition_tools_internal.guard_archive();

-- What a trigger looks at is what operators may do: see rights_of_operators.
CREATE OR REPLACE TRIGGER guard_note BEFORE INSERT OR UPDATE OR DELETE ON partition_tools_internal.job_source
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_note();
CREATE OR REPLACE TRIGGER guard_note BEFORE INSERT OR UPDATE OR DELETE ON partition_tools_internal.job_context
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_note();
CREATE OR REPLACE TRIGGER guard_note BEFORE INSERT OR DELETE ON partition_tools_internal.job_target
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_note();
CREATE OR REPLACE TRIGGER guard_note BEFORE INSERT OR DELETE ON partition_tools_internal.job_rename
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_note();
CREATE OR REPLACE TRIGGER guard_note BEFORE INSERT OR DELETE ON partition_tools_internal.job_incoming_key
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_note();
CREATE OR REPLACE TRIGGER guard_note BEFORE INSERT OR DELETE ON partition_tools_internal.job_copied
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_note();
CREATE OR REPLACE TRIGGER guard_note BEFORE INSERT OR UPDATE OR DELETE ON partition_tools_internal.job_task
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_note();
CREATE OR REPLACE TRIGGER guard_note BEFORE INSERT OR DELETE ON partition_tools_internal.job_helped
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_note();
CREATE OR REPLACE TRIGGER guard_note BEFORE INSERT ON partition_tools_internal.job_event
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_note();
CREATE OR REPLACE TRIGGER guard_note BEFORE INSERT ON partition_tools_internal.job_cancel
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_note();
CREATE OR REPLACE TRIGGER guard_note BEFORE INSERT ON partition_tools_internal.job_identity
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_note();
CREATE OR REPLACE TRIGGER guard_note BEFORE INSERT ON partition_tools_internal.archive
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_note();
CREATE OR REPLACE TRIGGER guard_note BEFORE INSERT ON partition_tools_internal.archive_restore
    FOR EACH ROW EXECUTE FUNCTION partition_tools_internal.guard_note();
