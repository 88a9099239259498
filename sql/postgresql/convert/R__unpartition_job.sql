CREATE OR REPLACE FUNCTION partition_tools_internal.unpartition_job(p_table regclass, p_tablespace text)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a partition_tools_internal.action;
    s partition_tools_internal.partition_range;
    v_run_id bigint;
    v_job_id bigint;
BEGIN
    PERFORM partition_tools_internal.table_supported(p_table);
    SELECT max(j.job_id) INTO v_job_id FROM partition_tools_internal.job AS j
     WHERE j.table_oid = p_table AND j.ended_at IS NULL AND j.action = 'unpartition' AND (partition_tools_internal.job_latest(j.job_id)).state IN ('running', 'failed')
       AND NOT partition_tools_internal.cancel_requested(j.job_id) AND partition_tools_internal.job_elsewhere(j.job_id) IS NULL;
    IF v_job_id IS NULL THEN
        a.operation := 'unpartition';
        a.action := 'unpartition';
        a.strategy := partition_tools_internal.strategy_for('copy');
        a.sources := '{}';
        FOR s IN SELECT n.nspname, b.name, NULL, NULL, b.lower_text, b.upper_text, b.is_default
                   FROM partition_tools_internal.partition_bounds(p_table) AS b JOIN pg_class AS c ON c.oid = b.relid JOIN pg_namespace AS n ON n.oid = c.relnamespace
                  ORDER BY b.is_default, b.name LOOP
            SELECT e.rows, e.bytes INTO s.rows, s.bytes FROM partition_tools_internal.relation_estimate(format('%I.%I', s.schema_name, s.name)::regclass) AS e;
            a.sources := a.sources || s;
        END LOOP;
        SELECT sum(u.rows), sum(u.bytes) INTO a.rows, a.bytes FROM unnest(a.sources) AS u;
        -- Of the staging root the plain table is the default partition: it takes every row.
        s := NULL;
        SELECT n.nspname, c.relname INTO s.schema_name, s.name FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = p_table;
        s.is_default := true;
        s.tablespace := p_tablespace;
        a.targets := ARRAY[s];
        INSERT INTO partition_tools_internal.run (kind, as_of) VALUES ('partitioning', now()) RETURNING run_id INTO v_run_id;
        v_job_id := partition_tools_internal.job_insert(v_run_id, 1, p_table, '[]', a);
    END IF;
    -- What it will refuse, it refuses before it is a job.
    PERFORM partition_tools_internal.unpartition_check(v_job_id);
    RETURN v_job_id;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unpartition_job(regclass, text) IS
    'Persists a job for unpartition, and returns it; one that has begun is returned again.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_unpartitions(p_job_id bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id AND j.action = 'unpartition');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_unpartitions(bigint) IS
    'Whether a job makes a plain table of a partitioned one.';

CREATE OR REPLACE FUNCTION partition_tools_internal.unpartition_check(p_job_id bigint)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    j partition_tools_internal.job;
BEGIN
    SELECT * INTO STRICT j FROM partition_tools_internal.job AS o WHERE o.job_id = p_job_id;
    PERFORM partition_tools_internal.convert_refuse(j.table_oid, 'a plain table', (SELECT json_agg(f) FROM partition_tools_internal.unpartition_findings(j.table_oid, j.spec) AS f));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unpartition_check(bigint) IS
    'Raises what unpartition_findings finds about the table of a job, all of it at once.';

CREATE OR REPLACE FUNCTION partition_tools_internal.unpartition_findings(p_table oid, p_spec json)
RETURNS TABLE (sqlstate text, finding text, hint text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
        SELECT 'PP085', format('%s is a foreign table, or partitioned itself', c.oid::regclass), 'Detach it, or make a plain table of it first.'
          FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid WHERE i.inhparent = p_table AND c.relkind <> 'r'
        UNION ALL
        SELECT 'PP085', format('%s is being detached', i.inhrelid::regclass), format('ALTER TABLE %s DETACH PARTITION %s FINALIZE;', p_table::regclass, i.inhrelid::regclass)
          FROM pg_inherits AS i WHERE i.inhparent = p_table AND i.inhdetachpending
        UNION ALL
        SELECT 'PP085', format('%s depends on it, and cannot be made again as it is', d.object), 'Drop it, convert the table, and create it again.'
          FROM partition_tools_internal.convert_dependents(p_table) AS d
         WHERE d.object NOT IN (SELECT pg_describe_object('pg_class'::regclass, i.inhrelid, 0) FROM pg_inherits AS i WHERE i.inhparent = p_table)
        UNION ALL
        SELECT 'PP085', format('%s depends on partition %s', partition_tools_internal.dependents(i.inhrelid), i.inhrelid::regclass), 'Let it refer to the partitioned table, or drop it.'
          FROM pg_inherits AS i WHERE i.inhparent = p_table AND partition_tools_internal.dependents(i.inhrelid) IS NOT NULL
        UNION ALL
        SELECT 'PP085', format('it has %s', b.what), b.remedy FROM partition_tools_internal.convert_bonds(p_table) AS b
        UNION ALL
        -- What only a partition has would be lost.
        SELECT 'PP085', format('partition %s has %s of its own: %s', p.relid::regclass, k.words, p.name), 'Drop it; or let the table have it.'
          FROM partition_tools_internal.leaf_properties(ARRAY(SELECT i.inhrelid FROM pg_inherits AS i WHERE i.inhparent = p_table), '{trigger,policy,publication,unique index,check}') AS p
          JOIN partition_tools_internal.leaf_kinds() AS k ON k.kind = p.kind
         WHERE CASE p.kind WHEN 'unique index' THEN NOT p.details ? 'of' OR p.details -> 'of' = 'null'
                           WHEN 'check' THEN (SELECT c.coninhcount = 0 FROM pg_constraint AS c WHERE c.conrelid = p.relid AND c.conname = p.name AND c.contype = 'c')
                           ELSE true END
        UNION ALL
        SELECT 'PP086', format('view %s belongs to %I, of which you are not a member', v.relid::regclass, pg_get_userbyid(v.owner)), 'Convert the table as a member of the owners of its views: they are made again at the switch.'
          FROM partition_tools_internal.convert_views(p_table) AS v WHERE NOT pg_has_role(v.owner, 'USAGE')
        UNION ALL
        SELECT 'PP022', format('foreign key %I of %s points at it', k.conname, k.conrelid::regclass),
               'SET partition_tools.incoming_foreign_keys = ''drop'' drops it at the switch; revert brings it back.'
          FROM pg_constraint AS k WHERE k.contype = 'f' AND k.confrelid = p_table AND k.conrelid <> p_table AND k.conparentid = 0
           AND coalesce(p_spec ->> 'incoming_foreign_keys', '') <> 'drop'
        UNION ALL
        SELECT 'PP088', format('the plain table that it was is kept in step with it, as job %s', q.job_id),
               format('CALL partition_tools.revert(%s) switches back to it; or CALL partition_tools.finish(%1$s) first.', q.job_id)
          FROM partition_tools_internal.keeper_pending(p_table) AS q (job_id) WHERE q.job_id IS NOT NULL
        UNION ALL
        SELECT 'PP029', f.finding, f.hint FROM partition_tools_internal.convert_publication_findings(p_table, p_spec) AS f WHERE f.finding NOT LIKE '%would publish the partitions%';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unpartition_findings(oid, json) IS
    'Why a partitioned table cannot become a plain one as it is, one row for each reason with its remedy; none where it can.';

CREATE OR REPLACE FUNCTION partition_tools_internal.keeper_pending(p_table oid)
RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT max(j.job_id) FROM partition_tools_internal.job AS j
             WHERE j.table_oid = p_table AND j.ended_at IS NULL AND j.operation = 'partition_table' AND j.action IN ('keep', 'revert', 'finish')
               AND coalesce((partition_tools_internal.job_latest(j.job_id)).state, 'pending') NOT IN ('completed', 'cancelled')
               AND partition_tools_internal.job_elsewhere(j.job_id) IS NULL);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.keeper_pending(oid) IS
    'The job that keeps what a table was before a conversion; NULL where nothing is kept.';

CREATE OR REPLACE FUNCTION partition_tools_internal.keys_widened(p_table oid)
RETURNS name[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Names only: what the keys are is read from the catalogue.
    RETURN ARRAY(SELECT (n ->> 'name')::name
                   FROM partition_tools_internal.job AS j CROSS JOIN json_array_elements(j.spec -> 'widened') AS n
                  WHERE j.operation = 'partition_table' AND j.action = 'convert' AND (j.spec ->> 'root')::oid = p_table
                    AND (partition_tools_internal.job_latest(j.job_id)).state = 'completed' AND partition_tools_internal.job_elsewhere(j.job_id) IS NULL);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.keys_widened(oid) IS
    'The names of the unique keys of a partitioned table that a conversion has widened by the partition column.';

CREATE OR REPLACE FUNCTION partition_tools_internal.unpartition_wanted(p_job partition_tools_internal.job, p_wanted partition_tools_internal.leaf_property[])
RETURNS partition_tools_internal.leaf_property[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_column name := partition_tools_internal.key_column(p_job.table_oid);
    v_names  name[] := CASE WHEN p_job.spec ->> 'unique_keys' IS DISTINCT FROM 'widen' THEN partition_tools_internal.keys_widened(p_job.table_oid) ELSE '{}' END;
BEGIN
    RETURN ARRAY(
        SELECT ROW(w.relid, w.kind, w.name, CASE WHEN w.kind = 'unique index' AND w.name = ANY (v_names) THEN coalesce(partition_tools_internal.key_narrowed(w.definition, v_column), w.definition) ELSE w.definition END,
                   w.details)::partition_tools_internal.leaf_property FROM unnest(p_wanted) AS w)
        -- A partitioned table has no storage parameters and no CLUSTER mark: those of its largest partition.
        || ARRAY(SELECT p FROM partition_tools_internal.leaf_properties(ARRAY(
                    SELECT s.relid FROM partition_tools_internal.job_source AS s WHERE s.job_id = p_job.job_id ORDER BY pg_relation_size(s.relid) DESC, s.ordinal LIMIT 1), '{storage,cluster}') AS p);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.unpartition_wanted(partition_tools_internal.job, partition_tools_internal.leaf_property[]) IS
    'What a plain table gets that a partitioned one becomes: its properties, unique keys as they were before they were widened, and storage parameters of the largest partition.';
