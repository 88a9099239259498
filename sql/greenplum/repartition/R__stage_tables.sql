CREATE OR REPLACE FUNCTION partition_tools_internal.stage_tables(
    p_job partition_tools_internal.job, p_targets partition_tools_internal.leaf[])
RETURNS oid
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_bounds text[] := partition_tools_internal.bounds_clauses(p_job.table_oid, p_targets);
    v_text   text[] := '{}';
    t partition_tools_internal.leaf;
BEGIN
    FOREACH t IN ARRAY p_targets LOOP
        v_text := v_text || partition_tools_internal.partition_clause(t, cardinality(v_text) + 1, v_bounds[cardinality(v_text) + 1]);
    END LOOP;
    -- For a single target, too: so it has the constraint on its bounds just as the server writes it, which an exchange needs.
    RETURN partition_tools_internal.stage_create(p_job, 'root', p_job.table_oid, ') WITH (appendonly = false)',
        format('PARTITION BY RANGE (%I) (%s)', partition_tools_internal.key_column(p_job.table_oid), array_to_string(v_text, ', ')));
EXCEPTION WHEN invalid_parameter_value OR syntax_error OR feature_not_supported THEN
    RAISE EXCEPTION 'the storage parameters are refused: %', SQLERRM
        USING ERRCODE = 'PP024', DETAIL = coalesce((SELECT string_agg(DISTINCT u.with_param, ', ') FROM unnest(p_targets) AS u), 'They are those of the partitions.'),
              HINT = 'Correct ddl_with_param: it takes the storage parameters of this server, for example WITH (appendonly = true, orientation = column, compresstype = zstd).';
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_tables(partition_tools_internal.job, partition_tools_internal.leaf[]) IS
    'Makes where a job copies to: a partitioned table with the bounds and the storage of the targets, which routes rows to all of them in one pass. PP024 where the server refuses storage parameters.';

CREATE OR REPLACE FUNCTION partition_tools_internal.partition_clause(p_target partition_tools_internal.leaf, p_number int, p_bounds text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN format('%s %I %s %s TABLESPACE %I %s', CASE WHEN p_target.is_default THEN 'DEFAULT PARTITION' ELSE 'PARTITION' END, 'p' || p_number, p_bounds,
                  partition_tools_internal.storage_clause(p_target.template, p_target.with_param), p_target.tablespace,
                  ltrim(partition_tools_internal.column_encodings(p_target.template, p_target.with_param), ','));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.partition_clause(partition_tools_internal.leaf, int, text) IS
    'One partition of a staging table, as CREATE TABLE wants it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.bounds_clauses(p_table oid, p_leaves partition_tools_internal.leaf[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
DECLARE
    c_type constant text := partition_tools_internal.key_type_name(p_table);
    v_after   text[];
    v_before  text[];
    v_clauses text[] := '{}';
    l partition_tools_internal.leaf;
BEGIN
    -- Where a partition begins behind a value, what ends at it has to end with that value: to the server there is something between the 28th and the 1st, even of dates.
    SELECT array_agg(partition_tools_internal.bound_text(c_type, v.value, true)), array_agg(partition_tools_internal.bound_value(v.value)) INTO v_after, v_before
      FROM (SELECT pg_get_expr(r.parrangestart, r.parchildrelid) AS value
              FROM pg_partition p JOIN pg_partition_rule r ON r.paroid = p.oid
             WHERE p.parrelid = p_table AND NOT p.paristemplate AND NOT r.parisdefault AND NOT r.parrangestartincl AND r.parrangestart IS NOT NULL) AS v;
    FOREACH l IN ARRAY p_leaves LOOP
        v_clauses := v_clauses || concat_ws(' ', CASE WHEN l.lower_text IS NOT NULL THEN format('START (%L::%s) INCLUSIVE', l.lower_text, c_type) END,
            CASE WHEN l.upper_text = ANY (v_after) THEN format('END (%L::%s) INCLUSIVE', (SELECT b.before FROM unnest(v_after, v_before) AS b (after, before) WHERE b.after = l.upper_text LIMIT 1), c_type)
                 WHEN l.upper_text IS NOT NULL THEN format('END (%L::%s) EXCLUSIVE', l.upper_text, c_type) END);
    END LOOP;
    RETURN v_clauses;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.bounds_clauses(oid, partition_tools_internal.leaf[]) IS
    'The bounds of partitions as ALTER TABLE wants them, in their order; an empty text for the default partition.';
