CREATE OR REPLACE FUNCTION partition_tools_internal.capture_install(p_job_id bigint, p_key name[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_name constant name := partition_tools_internal.stage_name(p_job_id, 'capture');
BEGIN
    EXECUTE format('CREATE TABLE partition_tools_stage.%I AS SELECT %s FROM %s WITH NO DATA', c_name,
                   (SELECT string_agg(format('%I AS k%s', k.name, k.n), ', ' ORDER BY k.n) FROM unnest(p_key) WITH ORDINALITY AS k(name, n)),
                   (SELECT s.relid::regclass FROM partition_tools_internal.job_source s WHERE s.job_id = p_job_id ORDER BY s.ordinal LIMIT 1));
    EXECUTE format('ALTER TABLE partition_tools_stage.%I ADD COLUMN truncated boolean', c_name);
    EXECUTE format('ALTER TABLE partition_tools_stage.%I REPLICA IDENTITY FULL', c_name);
    PERFORM partition_tools_internal.capture_function(p_job_id, p_key, false);
    PERFORM partition_tools_internal.capture_triggers(p_job_id);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_install(bigint, name[]) IS
    'Begins to record the key of every row of the sources that is inserted, updated or deleted.';

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
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_triggers(bigint) IS
    'Puts the trigger function of a job on its sources. Locks: SHARE ROW EXCLUSIVE on them, until the transaction ends.';
