CREATE OR REPLACE FUNCTION partition_tools_internal.execute_unpartition(p_job_id bigint)
RETURNS partition_tools_internal.work
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN partition_tools_internal.give_way(p_job_id, 'partition_tools_internal.unpartition_try(partition_tools_internal.job, timestamptz)');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.execute_unpartition(bigint) IS
    'Makes a plain table of a partitioned one, with its keys as they were before partition_table. Locks: as execute_convert. PP088 where rows do not fit those keys.';

CREATE OR REPLACE FUNCTION partition_tools_internal.unpartition_try(p_job partition_tools_internal.job, p_until timestamptz)
RETURNS partition_tools_internal.work
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
DECLARE
    v_plain  oid;
    v_before json;
    v_keys   json;
BEGIN
    PERFORM partition_tools_internal.lock_tables(p_job.table_oid || coalesce(ARRAY(SELECT b.relid FROM partition_tools_internal.partition_bounds(p_job.table_oid) AS b ORDER BY b.relid), '{}'), 'SHARE ROW EXCLUSIVE');
    PERFORM partition_tools_internal.unpartition_check(p_job.table_oid);
    v_before := partition_tools_internal.plain_before(p_job.table_oid);
    v_plain := partition_tools_internal.unpartition_stage(p_job, v_before);
    v_keys := partition_tools_internal.unpartition_indexes(p_job.table_oid, v_before);
    RETURN partition_tools_internal.convert_execute(p_job, v_plain, v_keys, coalesce(v_before -> 'incoming', '[]'), p_until);
EXCEPTION WHEN unique_violation THEN
    RAISE EXCEPTION 'there is no way back to a plain table: rows of % are not unique by %, as it was before', p_job.table_name, quote_ident(v_keys -> (substring(SQLERRM FROM '_i([0-9]+)"')::int - 1) ->> 'name')
        USING ERRCODE = 'PP088', DETAIL = SQLERRM, HINT = 'Remove the duplicates, and start it again.';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unpartition_try(partition_tools_internal.job, timestamptz) IS
    'execute_unpartition, once: PP046 where readers keep it from locking everybody out for partition_tools.writer_patience; PP050 when p_until has passed.';

CREATE OR REPLACE FUNCTION partition_tools_internal.unpartition_stage(p_job partition_tools_internal.job, p_before json)
RETURNS oid
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
DECLARE
    c_table constant oid := p_job.table_oid;
    v_plain oid;
BEGIN
    v_plain := partition_tools_internal.stage_create(p_job, 'plain', c_table,
        format('%s) %s TABLESPACE %I', partition_tools_internal.column_encodings(c_table, NULL), partition_tools_internal.storage_clause(c_table, NULL),
               coalesce((p_job.spec -> 'targets') -> 0 ->> 'tablespace', (SELECT partition_tools_internal.tablespace_name(c.reltablespace) FROM pg_class AS c WHERE c.oid = c_table))), '');
    IF (p_before ->> 'nullable')::boolean THEN
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I DROP NOT NULL', v_plain::regclass, partition_tools_internal.key_column(c_table));
    END IF;
    RETURN v_plain;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unpartition_stage(partition_tools_internal.job, json) IS
    'Makes the plain table that is to take the place of a partitioned one, stored like it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.unpartition_indexes(p_table oid, p_before json)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Those of today; of one that was there before, its key as it was then.
    RETURN coalesce((
        SELECT json_agg(coalesce((SELECT b FROM json_array_elements(p_before -> 'indexes') AS b
                                   WHERE b ->> 'name' = i ->> 'name' AND (b ->> 'unique')::boolean AND (i ->> 'unique')::boolean LIMIT 1), i))
          FROM json_array_elements(partition_tools_internal.index_list(p_table, NULL)) AS i), '[]');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unpartition_indexes(oid, json) IS
    'The indexes that a partitioned table is to have when it is plain again: unique ones are as they were before its conversion, where that is known.';

CREATE OR REPLACE FUNCTION partition_tools_internal.plain_before(p_table oid)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT e.position -> 'plain' FROM partition_tools_internal.job_event AS e
             WHERE e.state = 'completed' AND e.position ->> 'root' = p_table::text ORDER BY e.event_id DESC LIMIT 1);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plain_before(oid) IS
    'What is written down of the plain table that a partitioned one was: indexes, foreign keys that pointed at it, whether the partition column could be NULL; NULL where it was none.';

CREATE OR REPLACE FUNCTION partition_tools_internal.unpartition_check(p_table oid)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_leaves oid[] := coalesce(ARRAY(SELECT b.relid FROM partition_tools_internal.partition_bounds(p_table) AS b), '{}');
    r record;
BEGIN
    SELECT count(*) AS number, string_agg(f.finding, E'\n' ORDER BY f.finding) AS findings, string_agg(DISTINCT f.hint, E'\n') AS hints INTO r
      FROM (SELECT format('%s depends on it, and cannot be made again as it is', d.object) AS finding, 'Drop it, and create it again afterwards.'::text AS hint
              FROM partition_tools_internal.convert_dependents(p_table) AS d
            UNION ALL
            SELECT format('it has %s', b.what), b.remedy FROM partition_tools_internal.convert_bonds(p_table) AS b
            UNION ALL
            SELECT v.finding, v.hint FROM partition_tools_internal.convert_view_findings(p_table, NULL) AS v
            UNION ALL
            SELECT format('foreign key %I of %s points at it', k.conname, k.conrelid::regclass), format('ALTER TABLE %s DROP CONSTRAINT %I;', k.conrelid::regclass, k.conname)
              FROM pg_constraint AS k WHERE k.contype = 'f' AND k.confrelid = p_table AND k.conrelid <> p_table
            UNION ALL
            SELECT format('%s depends on partition %s', partition_tools_internal.dependents(l), l::regclass), 'Let it refer to the table, or drop it.'
              FROM unnest(v_leaves) AS l WHERE partition_tools_internal.dependents(l) IS NOT NULL
            UNION ALL
            SELECT format('partition %s is an external table', l::regclass), 'Bring it back with partition_tools.restore, or drop it.'
              FROM unnest(v_leaves) AS l JOIN pg_class AS c ON c.oid = l WHERE c.relstorage IN ('x', 'f')) AS f;
    IF r.number > 0 THEN
        RAISE EXCEPTION '% cannot become a plain table as it is: % finding(s)', p_table::regclass, r.number
            USING ERRCODE = 'PP085', DETAIL = r.findings, HINT = r.hints;
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unpartition_check(oid) IS
    'PP085 with all that keeps a partitioned table from becoming a plain one.';

CREATE OR REPLACE FUNCTION partition_tools_internal.plain_job(p_table regclass, p_action text, p_tablespace text)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET optimizer = off
AS $$
DECLARE
    k partition_tools_internal.table_key;
    s partition_tools_internal.partition_range;
    a partition_tools_internal.action;
BEGIN
    k := partition_tools_internal.table_key(p_table);
    IF NOT EXISTS (SELECT FROM pg_tablespace AS t WHERE t.spcname = coalesce(p_tablespace, t.spcname)) THEN
        RAISE EXCEPTION 'there is no tablespace %', quote_ident(p_tablespace) USING ERRCODE = 'PP023', HINT = 'Create it with CREATE TABLESPACE, or leave p_tablespace out.';
    END IF;
    PERFORM partition_tools_internal.unpartition_check(p_table);
    a.operation := CASE p_action WHEN 'revert' THEN 'partition_table' ELSE p_action END;
    a.action := p_action;
    a.strategy := partition_tools_internal.strategy_for('copy');
    a.sources := ARRAY(SELECT l FROM partition_tools_internal.partition_list(k) AS l);
    s.schema_name := k.schema_name;
    s.name := k.table_name;
    s.is_default := false;
    s.tablespace := p_tablespace;
    a.targets := ARRAY[s];
    SELECT sum(l.rows), sum(l.bytes) INTO a.rows, a.bytes FROM unnest(a.sources) AS l;
    RETURN partition_tools_internal.convert_insert(p_table, '[]', a, now());
END
$$;
COMMENT ON FUNCTION partition_tools_internal.plain_job(regclass, text, text) IS
    'Persists a job that makes a plain table of a partitioned one, by unpartition or by revert.';

CREATE OR REPLACE FUNCTION partition_tools_internal.unpartition_job(p_table regclass, p_tablespace text)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET optimizer = off
AS $$
BEGIN
    RETURN partition_tools_internal.plain_job(p_table, 'unpartition', p_tablespace);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unpartition_job(regclass, text) IS
    'Persists a job for unpartition, and returns it.';
