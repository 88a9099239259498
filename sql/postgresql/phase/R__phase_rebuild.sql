CREATE OR REPLACE FUNCTION partition_tools_internal.phase_rebuild(p_job_id bigint)
RETURNS partition_tools_internal.step
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s partition_tools_internal.step;
    v_ordinal int := ((partition_tools_internal.job_latest(p_job_id)).position ->> 'target')::int;
    t partition_tools_internal.job_target;
BEGIN
    IF v_ordinal IS NULL THEN
        -- In a transaction of its own: what writers write to staging meanwhile would wait for the index.
        PERFORM partition_tools_internal.capture_rewind(p_job_id);
        IF partition_tools_internal.job_converts(p_job_id) THEN
            PERFORM partition_tools_internal.convert_build_root(p_job_id);
        END IF;
        v_ordinal := 0;
    ELSE
        SELECT * INTO STRICT t FROM partition_tools_internal.job_target AS g WHERE g.job_id = p_job_id AND g.ordinal = v_ordinal;
        PERFORM partition_tools_internal.build_gently(p_job_id), partition_tools_internal.build_indexes(t);
        IF EXISTS (SELECT FROM pg_constraint AS k WHERE k.conrelid = t.relid AND k.conname = 'partition_tools_bounds' AND NOT k.convalidated) THEN
            EXECUTE format('ALTER TABLE %s VALIDATE CONSTRAINT partition_tools_bounds', t.relid::regclass);
        END IF;
    END IF;
    IF EXISTS (SELECT FROM partition_tools_internal.job_target AS g WHERE g.job_id = p_job_id AND g.ordinal > v_ordinal) THEN
        s.again := true;
        s.position := json_build_object('target', v_ordinal + 1);
    ELSIF partition_tools_internal.job_converts(p_job_id) THEN
        PERFORM partition_tools_internal.convert_join_indexes(p_job_id);
    END IF;
    RETURN s;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.phase_rebuild(bigint) IS
    'Phase rebuild: brings the targets what was created on the sources since they were built and takes time: indexes; one target a transaction. Locks: SHARE ROW EXCLUSIVE on the sources for milliseconds, then none on the table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.capture_rewind(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    IF NOT EXISTS (SELECT FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job_id) THEN
        RETURN;
    END IF;
    -- Writers change nothing in staging any more, and it has no foreign keys while its rows may be stale: see phase mirror
    -- and phase foreign_keys, which come again.
    PERFORM partition_tools_internal.locks_until_commit(),
            partition_tools_internal.lock_sources(p_job_id, 'SHARE ROW EXCLUSIVE', partition_tools_internal.referenced_tables(
                ARRAY(SELECT t.relid FROM partition_tools_internal.job_target AS t WHERE t.job_id = p_job_id)));
    PERFORM partition_tools_internal.capture_function(p_job_id);
    IF partition_tools_internal.job_converts(p_job_id) THEN
        PERFORM partition_tools_internal.outgoing_keys_drop(partition_tools_internal.convert_root(p_job_id));
    END IF;
    PERFORM partition_tools_internal.execute_all(partition_tools_internal.keys_guards(p_job_id));
    FOR r IN SELECT f.relid, f.name FROM partition_tools_internal.foreign_keys_wanted(p_job_id) AS f
               JOIN pg_constraint AS k ON k.conrelid = f.relid AND k.conname = f.name AND k.contype = 'f' LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', r.relid::regclass, r.name);
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.capture_rewind(bigint) IS
    'Lets capture only record changes again, as while rows were copied. Locks: SHARE ROW EXCLUSIVE on the sources and on the tables they refer to, for milliseconds.';
