CREATE OR REPLACE FUNCTION partition_tools_internal.stage_name(p_job_id bigint, p_part text)
RETURNS name
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN format('partition_tools_%s_%s', p_job_id, p_part);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_name(bigint, text) IS
    'Name of something that a job makes; nobody else sees it, for when the job commits it has its final one.';

CREATE OR REPLACE FUNCTION partition_tools_internal.stage_text(p_job partition_tools_internal.job, p_part text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT format('%I.%I', n.nspname, partition_tools_internal.stage_name(p_job.job_id, p_part))
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = p_job.table_oid);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_text(partition_tools_internal.job, text) IS
    'The name of a staging table with its schema, which is that of the job''s table, as SQL wants it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.stage_create(
    p_job partition_tools_internal.job, p_part text, p_like oid, p_storage text, p_partitions text)
RETURNS oid
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
DECLARE
    v_stage text := partition_tools_internal.stage_text(p_job, p_part);
    r record;
BEGIN
    -- INCLUDING STORAGE would bring the WITH clause of the other table, too.
    EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS%s %s %s',
                   v_stage, p_like::regclass, p_storage, pg_get_table_distributedby(p_job.table_oid), p_partitions);
    FOR r IN
        SELECT a.attname, CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END AS storage
          FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
         WHERE a.attrelid = p_like AND a.attnum > 0 AND NOT a.attisdropped AND a.attstorage <> t.typstorage
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STORAGE %s', v_stage, r.attname, r.storage);
    END LOOP;
    RETURN v_stage::regclass::oid;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.stage_create(partition_tools_internal.job, text, oid, text, text) IS
    'Makes a staging table with the columns of p_like, usually the table itself, since the columns of a partition can stand in another order, and with the distribution of a job''s table, in its schema. p_storage: what follows INCLUDING COMMENTS; p_partitions: its partitions, if any.';

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
