CREATE OR REPLACE FUNCTION partition_tools_internal.stage_root(p_job partition_tools_internal.job)
RETURNS oid
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN partition_tools_internal.stage_create(p_job, 'root', p_job.table_oid, format(') PARTITION BY RANGE (%I)', partition_tools_internal.key_column(p_job.table_oid)), '');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_root(partition_tools_internal.job) IS
    'Makes the partitioned table that routes the rows of a job to its targets.';

CREATE OR REPLACE FUNCTION partition_tools_internal.stage_targets(
    p_job partition_tools_internal.job, p_sources partition_tools_internal.leaf[], p_targets partition_tools_internal.leaf[])
RETURNS partition_tools_internal.leaf[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_targets partition_tools_internal.leaf[] := '{}';
    t partition_tools_internal.leaf;
BEGIN
    FOREACH t IN ARRAY p_targets LOOP
        t.relid := partition_tools_internal.stage_create(p_job, (cardinality(v_targets) + 1)::text, p_job.table_oid,
                       format('%s) %s TABLESPACE %I', partition_tools_internal.column_encodings(t.template, t.with_param), partition_tools_internal.storage_clause(t.template, t.with_param), t.tablespace), '');
        -- What proves that it holds nothing but rows of its bounds: it refuses others, and ATTACH PARTITION reads none.
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT partition_tools_bounds CHECK (%s)', t.relid::regclass, partition_tools_internal.stage_predicate(p_job.table_oid, p_sources, p_targets, t));
        v_targets := v_targets || t;
    END LOOP;
    RETURN v_targets;
EXCEPTION WHEN invalid_parameter_value OR syntax_error OR feature_not_supported THEN
    RAISE EXCEPTION 'the storage parameters are refused: %', SQLERRM
        USING ERRCODE = 'PP024', DETAIL = coalesce((SELECT string_agg(DISTINCT u.with_param, ', ') FROM unnest(p_targets) AS u), 'They are those of the partitions.'),
              HINT = 'Correct ddl_with_param: it takes the storage parameters of this server, for example WITH (appendonly = true, orientation = column, compresstype = zstd).';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_targets(partition_tools_internal.job, partition_tools_internal.leaf[], partition_tools_internal.leaf[]) IS
    'Makes the tables that become the targets of a job, with storage, tablespace, distribution and the proof of their bounds, and returns the targets with them. PP024 where the server refuses storage parameters.';

CREATE OR REPLACE FUNCTION partition_tools_internal.stage_predicate(
    p_table oid, p_sources partition_tools_internal.leaf[], p_targets partition_tools_internal.leaf[], p_target partition_tools_internal.leaf)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_type   constant text := partition_tools_internal.key_type_name(p_table);
    c_column constant name := partition_tools_internal.key_column(p_table);
    v_ranges text[];
BEGIN
    IF NOT p_target.is_default THEN
        RETURN partition_tools_internal.range_predicate(c_column, c_type, p_target.lower_text, p_target.upper_text);
    END IF;
    EXECUTE format($q$
        SELECT array_agg(ARRAY[r.lower_text, r.upper_text] ORDER BY r.lower_text::%s NULLS FIRST)
          FROM (SELECT b.lower_text, b.upper_text FROM partition_tools_internal.partition_bounds($1) AS b
                 WHERE NOT b.is_default AND b.relid NOT IN (SELECT s.relid FROM unnest($2) AS s)
                UNION ALL
                SELECT t.lower_text, t.upper_text FROM unnest($3) AS t WHERE NOT t.is_default) AS r $q$, c_type)
       INTO v_ranges USING p_table, p_sources, p_targets;
    -- IS NOT NULL once and not for every range, as the server writes it: otherwise its prover gives up where there are gaps.
    RETURN format('NOT (%I IS NOT NULL AND (%s))', c_column,
                  replace(partition_tools_internal.ranges_predicate(c_column, c_type, v_ranges), format('%I IS NOT NULL AND ', c_column), ''));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_predicate(oid, partition_tools_internal.leaf[], partition_tools_internal.leaf[], partition_tools_internal.leaf) IS
    'The condition that a row belongs to a target, as the partitions will stand after a job; of the default one, that it belongs to no other.';

CREATE OR REPLACE FUNCTION partition_tools_internal.stage_join(p_stage oid, p_targets partition_tools_internal.leaf[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    t partition_tools_internal.leaf;
BEGIN
    FOREACH t IN ARRAY p_targets LOOP
        EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s %s', p_stage::regclass, t.relid::regclass, partition_tools_internal.bound_clause(t.lower_text, t.upper_text, t.is_default));
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_join(oid, partition_tools_internal.leaf[]) IS
    'Makes the targets partitions of the table that routes rows to them.';

CREATE OR REPLACE FUNCTION partition_tools_internal.stage_leave(p_stage oid, p_targets partition_tools_internal.leaf[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    t partition_tools_internal.leaf;
BEGIN
    FOREACH t IN ARRAY p_targets LOOP
        EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', p_stage::regclass, t.relid::regclass);
    END LOOP;
    EXECUTE format('DROP TABLE %s', p_stage::regclass);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_leave(oid, partition_tools_internal.leaf[]) IS
    'Makes tables of their own of the targets again, and drops the table that routed rows to them.';
