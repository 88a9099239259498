CREATE OR REPLACE FUNCTION partition_tools_internal.job_sources(p_job partition_tools_internal.job)
RETURNS partition_tools_internal.leaf[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET optimizer = off
AS $$
DECLARE
    v_leaves  partition_tools_internal.leaf[] := '{}';
    v_missing text;
    l partition_tools_internal.leaf;
    r record;
BEGIN
    IF NOT EXISTS (SELECT FROM json_array_elements(p_job.spec -> 'sources') AS s WHERE NOT (s ->> 'default')::boolean) THEN
        -- The bounds of the others need not be read.
        l := partition_tools_internal.default_partition(p_job.table_oid);
        IF json_array_length(p_job.spec -> 'sources') = 0 OR l.relid IS NOT NULL THEN
            RETURN CASE WHEN json_array_length(p_job.spec -> 'sources') = 0 THEN v_leaves ELSE ARRAY[l] END;
        END IF;
    END IF;
    FOR r IN
        SELECT w.source, b.*
          -- Counted here: ORDINALITY of a function with columns takes the new planner, and the whole server, down.
          FROM (SELECT (p_job.spec -> 'sources') -> n AS source, n AS ordinality
                  FROM generate_series(0, json_array_length(p_job.spec -> 'sources') - 1) AS n) AS w
          -- By bounds, never by name: a partition that only bears the name may hold anything.
          LEFT JOIN partition_tools_internal.partition_bounds(p_job.table_oid) AS b
            ON b.is_default = (w.source ->> 'default')::boolean
           AND b.lower_text IS NOT DISTINCT FROM (w.source ->> 'lower')
           AND b.upper_text IS NOT DISTINCT FROM (w.source ->> 'upper')
         ORDER BY w.ordinality
    LOOP
        IF r.relid IS NULL THEN
            v_missing := concat_ws(', ', v_missing, r.source ->> 'name');
        END IF;
        l.relid := r.relid;
        l.name := r.name;
        l.lower_text := r.lower_text;
        l.upper_text := r.upper_text;
        l.is_default := r.is_default;
        v_leaves := v_leaves || l;
    END LOOP;
    IF v_missing IS NOT NULL THEN
        RAISE EXCEPTION 'partitions of job % are no longer there with the planned bounds: %', p_job.job_id, v_missing
            USING ERRCODE = 'PP020', HINT = 'The partitions have changed since the plan was made: run the policy again, which makes a new plan.';
    END IF;
    RETURN v_leaves;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_sources(partition_tools_internal.job) IS
    'The partitions that a job takes rows from. PP020 where one no longer has the planned bounds.';

CREATE OR REPLACE FUNCTION partition_tools_internal.job_targets(
    p_job partition_tools_internal.job, p_sources partition_tools_internal.leaf[])
RETURNS partition_tools_internal.leaf[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET optimizer = off
AS $$
DECLARE
    v_leaves  partition_tools_internal.leaf[] := '{}';
    v_default oid;
    v_only_default boolean := partition_tools_internal.makes_partitions(p_sources);
    v_template oid;
    v_place   name;
    t partition_tools_internal.leaf;
    r record;
BEGIN
    v_default := (partition_tools_internal.default_partition(p_job.table_oid)).relid;
    FOR r IN SELECT (p_job.spec -> 'targets') -> n AS target FROM generate_series(0, json_array_length(p_job.spec -> 'targets') - 1) AS n ORDER BY n LOOP
        t.relid := NULL;
        t.name := partition_tools_internal.cut_name(r.target ->> 'name');
        t.lower_text := r.target ->> 'lower';
        t.upper_text := r.target ->> 'upper';
        t.is_default := (r.target ->> 'default')::boolean;
        t.tablespace := r.target ->> 'tablespace';
        t.with_param := r.target ->> 'with';
        t.template := NULL;
        IF NOT v_only_default THEN
            t.template := (SELECT s.relid FROM unnest(p_sources) AS s WHERE partition_tools_internal.leaves_overlap(p_job.table_oid, s, t) LIMIT 1);
        END IF;
        t.template := coalesce(t.template, v_default, p_job.table_oid);
        IF t.tablespace IS NULL THEN
            IF t.template IS DISTINCT FROM v_template THEN
                v_template := t.template;
                v_place := partition_tools_internal.tablespace_name((SELECT c.reltablespace FROM pg_class c WHERE c.oid = v_template));
            END IF;
            t.tablespace := v_place;
        END IF;
        v_leaves := v_leaves || t;
    END LOOP;
    RETURN v_leaves;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.job_targets(partition_tools_internal.job, partition_tools_internal.leaf[]) IS
    'The partitions that a job is to make. Each is made like the first source in its range, else like the default partition, else like the table.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaves_overlap(
    p_table oid, p_one partition_tools_internal.leaf, p_other partition_tools_internal.leaf)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD'
AS $$
DECLARE
    v_overlap boolean;
BEGIN
    IF p_one.is_default OR p_other.is_default THEN
        RETURN p_one.is_default AND p_other.is_default;
    END IF;
    EXECUTE format('SELECT ($1 IS NULL OR $4 IS NULL OR $1::%1$s < $4::%1$s) AND ($2 IS NULL OR $3 IS NULL OR $2::%1$s > $3::%1$s)',
                   partition_tools_internal.key_type_name(p_table))
       INTO v_overlap USING p_one.lower_text, p_one.upper_text, p_other.lower_text, p_other.upper_text;
    RETURN v_overlap;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaves_overlap(oid, partition_tools_internal.leaf, partition_tools_internal.leaf) IS
    'Whether the ranges of two partitions of a table have values in common; default partitions only with each other.';

CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_ranges(p_leaves partition_tools_internal.leaf[])
RETURNS text[]
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_ranges text[] := '{}';
    l partition_tools_internal.leaf;
BEGIN
    FOREACH l IN ARRAY p_leaves LOOP
        IF NOT l.is_default THEN
            v_ranges := v_ranges || ARRAY[ARRAY[l.lower_text, l.upper_text]];
        END IF;
    END LOOP;
    RETURN v_ranges;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_ranges(partition_tools_internal.leaf[]) IS
    'The ranges of partitions as {{lower, upper}, ...}, without the default.';
