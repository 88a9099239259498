CREATE OR REPLACE FUNCTION partition_tools_internal.capture_install(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM partition_tools_internal.capture_prepare(p_job_id), partition_tools_internal.capture_triggers(p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_install(bigint) IS
    'Begins to record every row of the sources that is inserted, updated or deleted, by its key or whole.';

CREATE OR REPLACE FUNCTION partition_tools_internal.capture_prepare(p_job_id bigint, p_mark xid8 DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_name constant name := partition_tools_internal.stage_name(p_job_id, 'capture');
    x partition_tools_internal.job_context;
    v_unlogged boolean := partition_tools_internal.sources_unlogged(p_job_id);
BEGIN
    SELECT * INTO STRICT x FROM partition_tools_internal.job_context AS c WHERE c.job_id = p_job_id;
    -- Without lengths and the like, which may be widened meanwhile.
    EXECUTE format('CREATE %s TABLE partition_tools_stage.%I (%s)', CASE WHEN v_unlogged THEN 'UNLOGGED' END, c_name,
                   (SELECT string_agg(format('%I %s', c.name, format_type(c.type, NULL)), ', ' ORDER BY c.number)
                      FROM partition_tools_internal.capture_columns(p_job_id) AS c));
    PERFORM partition_tools_internal.keep_private(format('partition_tools_stage.%I', c_name)::regclass);
    -- It is a queue: emptied over and over. The file never shrinks by itself, so that its size tells whether the limit was met.
    EXECUTE format('ALTER TABLE partition_tools_stage.%I ADD COLUMN partition_tools_mark text,
                    SET (vacuum_truncate = off, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_cost_delay = 0)', c_name);
    EXECUTE format('CREATE INDEX ON partition_tools_stage.%I (partition_tools_mark) WHERE partition_tools_mark IS NOT NULL', c_name);
    EXECUTE format('ALTER TABLE partition_tools_stage.%I REPLICA IDENTITY FULL', c_name);
    IF x.capture = 'row' THEN
        EXECUTE format('ALTER TABLE partition_tools_stage.%I ADD COLUMN partition_tools_added boolean, ADD COLUMN partition_tools_source oid,
                        ADD COLUMN partition_tools_tid tid, ADD COLUMN partition_tools_xid xid8, ADD COLUMN partition_tools_id bigserial', c_name);
        PERFORM partition_tools_internal.capture_apply(p_job_id);
    END IF;
    IF v_unlogged THEN
        EXECUTE format('CREATE UNLOGGED TABLE partition_tools_stage.%I AS SELECT true AS alive', partition_tools_internal.stage_name(p_job_id, 'alive'));
    END IF;
    PERFORM partition_tools_internal.capture_function(p_job_id, p_mark);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_prepare(bigint, xid8) IS
    'Makes what records changes of the sources of a job, all but the triggers: with p_mark, as for capture_function, what makes them in staging at once. Locks: none.';

CREATE OR REPLACE FUNCTION partition_tools_internal.sources_unlogged(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM partition_tools_internal.job_source s JOIN pg_class c ON c.oid = s.relid
                    WHERE s.job_id = p_job_id AND c.relpersistence = 'u');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.sources_unlogged(bigint) IS
    'Whether a crash of the server empties a source of a job. The record of changes is unlogged then, too, and a row in another unlogged table tells whether that has happened.';

CREATE OR REPLACE FUNCTION partition_tools_internal.capture_triggers(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_name constant name := partition_tools_internal.stage_name(p_job_id, 'capture');
    v_source record;
BEGIN
    -- Waits for the writers in flight: what they write is in every later snapshot of the copy.
    PERFORM partition_tools_internal.lock_sources(p_job_id, 'SHARE ROW EXCLUSIVE');
    FOR v_source IN SELECT * FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id ORDER BY s.relid LOOP
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION partition_tools_stage.%1$I()',
                       c_name, v_source.relid::regclass);
        EXECUTE format('CREATE TRIGGER %I AFTER TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION partition_tools_stage.%I()',
                       c_name || '_truncate', v_source.relid::regclass, c_name);
        -- ALWAYS: changes that replication applies count, too.
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I, ENABLE ALWAYS TRIGGER %I', v_source.relid::regclass, c_name, c_name || '_truncate');
    END LOOP;
    UPDATE partition_tools_internal.job_source AS s
       SET file = pg_relation_filenode(s.relid), triggers = partition_tools_internal.capture_triggers_text(p_job_id, s.relid)
     WHERE s.job_id = p_job_id;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_triggers(bigint) IS
    'Puts the trigger function of a job on its sources. Locks: SHARE ROW EXCLUSIVE on them, until the transaction ends.';

CREATE OR REPLACE FUNCTION partition_tools_internal.capture_triggers_text(p_job_id bigint, p_relid oid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_name constant name := partition_tools_internal.stage_name(p_job_id, 'capture');
BEGIN
    RETURN (SELECT string_agg(format('%s %s %s', t.oid, t.xmin, t.tgenabled), ', ' ORDER BY t.oid) FROM pg_trigger AS t
             WHERE t.tgrelid = p_relid AND t.tgname IN (c_name, (c_name || '_truncate')::name));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_triggers_text(bigint, oid) IS
    'The capture triggers of a partition as they stand, with the transactions that last changed them.';
