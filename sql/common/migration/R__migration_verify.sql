CREATE OR REPLACE FUNCTION partition_tools_internal.migration_verify(p_run_id bigint, p_target oid)
RETURNS SETOF partition_tools_internal.comparison
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_own      bigint[] := ARRAY(SELECT j.job_id FROM partition_tools_internal.job AS j WHERE j.run_id = p_run_id AND j.table_oid = p_target ORDER BY j.ordinal);
    v_others   bigint[] := coalesce(ARRAY(SELECT o FROM partition_tools_internal.migration_others(p_run_id, p_target) AS o ORDER BY o), '{}');
    v_several  boolean := partition_tools_internal.migration_has_several(v_own);
    v_ranges   partition_tools_internal.comparison[] := partition_tools_internal.migration_compared(v_own);
    v_whole    partition_tools_internal.comparison;
    v_by_range boolean;
BEGIN
    -- The common case costs one look at the source and one at the target.
    IF NOT v_several AND v_others = '{}' AND (SELECT bool_and(coalesce(partition_tools_internal.migration_equal(f), false)) FROM unnest(v_ranges) AS f) THEN
        RETURN QUERY SELECT * FROM unnest(v_ranges) AS f;
        RETURN;
    END IF;
    v_whole := partition_tools_internal.migration_whole_compared(v_own, v_ranges);
    IF v_others <> '{}' AND NOT partition_tools_internal.migration_equal(v_whole) THEN
        -- The target has rows of other sources, too: what those have is counted in.
        v_several := true;
        v_ranges := partition_tools_internal.migration_compared(v_own || v_others);
        v_whole := partition_tools_internal.migration_whole_compared(v_own || v_others, v_ranges);
    END IF;
    IF v_several THEN
        -- Ranges of several sources mean something if each row of the target is in one of them.
        v_by_range := (SELECT bool_and(f.target_rows IS NOT NULL) AND sum(f.target_rows) = v_whole.target_rows AND sum(f.target_checksum) = v_whole.target_checksum
                         FROM unnest(v_ranges) AS f);
    ELSE
        -- Those of a single source do, unless all is there after all: then it is only the condition that means something else in the target.
        v_by_range := NOT partition_tools_internal.migration_equal(v_whole) AND (SELECT bool_and(f.target_rows IS NOT NULL) FROM unnest(v_ranges) AS f);
    END IF;
    IF v_by_range THEN
        RETURN QUERY SELECT f.* FROM unnest(v_ranges[1:array_length(v_own, 1)]) AS f;
    ELSE
        RETURN NEXT v_whole;
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_verify(bigint, oid) IS
    'Compares what a run was to copy into a target with what is there: job by job, where the rows of each can be found in the target; else all that has been copied into it with all of it.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_whole_compared(p_jobs bigint[], p_ranges partition_tools_internal.comparison[])
RETURNS partition_tools_internal.comparison
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c partition_tools_internal.comparison;
    v_target record;
BEGIN
    SELECT min(r.target), string_agg(r.range, '; '), sum(r.source_rows)::bigint, sum(r.source_checksum), sum(r.failed)::bigint, string_agg(r.detail, '; ')
      INTO c.target, c.range, c.source_rows, c.source_checksum, c.failed, c.detail
      FROM unnest(p_ranges) AS r;
    v_target := partition_tools_internal.migration_target_checksum(partition_tools_internal.migration_common(p_jobs, p_jobs[1]), 'true');
    c.target_rows := v_target.rows;
    c.target_checksum := v_target.checksum;
    RETURN c;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_whole_compared(bigint[], partition_tools_internal.comparison[]) IS
    'What the sources of some jobs have together, beside all of their target. p_ranges: what each of them has.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_others(p_run_id bigint, p_target oid)
RETURNS SETOF bigint
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    WITH fed AS (
        SELECT j.job_id, j.run_id, j.spec -> 'config' ->> 'config_id' AS config_id, partition_tools_internal.migration_identity(j.spec) AS identity
          FROM partition_tools_internal.job AS j
         WHERE j.operation = 'migrate' AND j.table_oid = p_target AND j.run_id >= partition_tools_internal.migration_emptied(p_target)
           AND (j.run_id = p_run_id OR partition_tools_internal.migration_copied(j) > 0))
    SELECT f.job_id
      FROM (SELECT o.job_id, o.run_id, max(o.run_id) OVER (PARTITION BY o.identity) AS latest,
                   bool_or(o.run_id = p_run_id) OVER (PARTITION BY o.identity) OR bool_or(o.run_id = p_run_id) OVER (PARTITION BY o.config_id) AS is_own
              FROM fed AS o) AS f
     WHERE f.run_id = f.latest AND NOT f.is_own;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_others(bigint, oid) IS
    'The latest jobs of other sources that have copied rows into the target of a run since it was emptied last.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_identity(p_spec json)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN concat_ws(' where ', coalesce(p_spec ->> 'origin', p_spec -> 'config' ->> 'source'), p_spec -> 'config' ->> 'condition');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_identity(json) IS 'Which rows a migration is about: the source and the condition.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_has_several(p_jobs bigint[])
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT count(DISTINCT j.spec -> 'config' ->> 'config_id') > 1 FROM partition_tools_internal.job AS j WHERE j.job_id = ANY (p_jobs));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_has_several(bigint[]) IS 'Whether some jobs are of several rows of migration_config.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_equal(p_found partition_tools_internal.comparison)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN p_found.failed = 0 AND p_found.source_rows = p_found.target_rows AND p_found.source_checksum = p_found.target_checksum;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_equal(partition_tools_internal.comparison) IS
    'Whether a comparison has found no difference.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_compared(p_jobs bigint[])
RETURNS partition_tools_internal.comparison[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_ranges boolean := partition_tools_internal.migration_has_ranges(p_jobs);
    v_found  partition_tools_internal.comparison[] := '{}';
    v_id     bigint;
BEGIN
    FOREACH v_id IN ARRAY p_jobs LOOP
        v_found := v_found || partition_tools_internal.migration_compared(v_id, partition_tools_internal.migration_common(p_jobs, v_id), v_ranges);
    END LOOP;
    RETURN v_found;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_compared(bigint[]) IS
    'The same for each of some jobs, with their ranges where all of them have one.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_compared(p_job_id bigint, p_spec json, p_ranges boolean)
RETURNS partition_tools_internal.comparison
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    j partition_tools_internal.job;
    c partition_tools_internal.comparison;
    v_sum record;
BEGIN
    -- Also of jobs of other runs, whose rows are counted in.
    PERFORM partition_tools_internal.migration_job_trust(p_job_id);
    SELECT * INTO j FROM partition_tools_internal.job AS o WHERE o.job_id = p_job_id;
    c.target := j.table_name;
    c.range := j.sources[1];
    v_sum := partition_tools_internal.migration_checksum(p_spec);
    c.source_rows := v_sum.rows;
    c.source_checksum := v_sum.checksum;
    c.failed := v_sum.failed;
    c.detail := v_sum.detail;
    IF p_ranges THEN
        v_sum := partition_tools_internal.migration_target_checksum(p_spec, partition_tools_internal.migration_range(p_spec));
        c.target_rows := v_sum.rows;
        c.target_checksum := v_sum.checksum;
    END IF;
    RETURN c;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_compared(bigint, json, boolean) IS
    'What the source of a job has and, if asked, what its range of the target has; the latter NULL where it cannot be told.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_common(p_jobs bigint[], p_job_id bigint)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_spec   json := (SELECT j.spec FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id);
    v_column record;
    v_other  json;
    v_names  text[] := ARRAY(SELECT json_array_elements_text(v_spec -> 'names'));
BEGIN
    IF NOT EXISTS (SELECT FROM partition_tools_internal.job AS j WHERE j.job_id = ANY (p_jobs) AND j.spec ->> 'columns' <> (v_spec ->> 'columns')) THEN
        RETURN v_spec;
    END IF;
    FOR v_other IN SELECT j.spec FROM partition_tools_internal.job AS j WHERE j.job_id = ANY (p_jobs) LOOP
        v_names := ARRAY(SELECT unnest(v_names) INTERSECT SELECT json_array_elements_text(v_other -> 'names'));
    END LOOP;
    SELECT string_agg(quote_ident(c.name), ', ' ORDER BY c.name) AS names, string_agg(c.conversion, ', ' ORDER BY c.name) AS conversions INTO v_column
      FROM (SELECT json_array_elements_text(v_spec -> 'names') AS name, json_array_elements_text(v_spec -> 'conversions') AS conversion) AS c
     WHERE c.name = ANY (v_names);
    RETURN partition_tools_internal.json_with(v_spec, json_build_object('columns', coalesce(v_column.names, ''), 'converted', coalesce(v_column.conversions, '')));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_common(bigint[], bigint) IS
    'The specification of a job, with no columns but those that all of some jobs fill.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_target_checksum(p_spec json, p_where text, OUT rows bigint, OUT checksum numeric)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('SELECT count(*), coalesce(sum((%s)::numeric), 0) FROM %s WHERE %s',
                   format(partition_tools_internal.migration_hash(), format('ROW(%s)::text', p_spec ->> 'columns')),
                   partition_tools_internal.migration_mapped(p_spec), p_where)
       INTO rows, checksum;
EXCEPTION WHEN data_exception THEN
    -- The condition fails on a row that is not the job's.
    RETURN;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_target_checksum(json, text) IS
    'How many rows of a target, and the sum of their hashes, which does not depend on their order; NULL where the condition fails on one of them.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_checksum(p_spec json, OUT rows bigint, OUT checksum numeric, OUT failed bigint, OUT detail text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    failed := 0;
    EXECUTE format('SELECT count(*), coalesce(sum((%s)::numeric), 0) FROM %s WHERE %s',
                   format(partition_tools_internal.migration_hash(), format('ROW(%s)::text', p_spec ->> 'converted')),
                   partition_tools_internal.migration_from(p_spec), partition_tools_internal.migration_all(p_spec))
       INTO rows, checksum;
EXCEPTION WHEN data_exception OR integrity_constraint_violation OR raise_exception THEN
    BEGIN
        SELECT c.* INTO rows, checksum, failed, detail FROM partition_tools_internal.migration_checksum_rows(p_spec, partition_tools_internal.migration_all(p_spec), 'true') AS c;
    EXCEPTION WHEN data_exception OR integrity_constraint_violation OR raise_exception THEN
        -- It is the condition that fails on a row.
        SELECT c.* INTO rows, checksum, failed, detail FROM partition_tools_internal.migration_checksum_rows(p_spec, 'true', partition_tools_internal.migration_all(p_spec)) AS c;
    END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_checksum(json) IS
    'How many rows a job''s source has, and the sum of their hashes after conversion; and how many of them cannot be converted.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_checksum_rows(
    p_spec json, p_where text, p_where_each text, OUT rows bigint, OUT checksum numeric, OUT failed bigint, OUT detail text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    r record;
    v_hash  numeric;
    v_found bigint;
    v_query text := format('SELECT (%s)::numeric FROM (SELECT ($1).*) AS source WHERE %s',
                           format(partition_tools_internal.migration_hash(), format('ROW(%s)::text', p_spec ->> 'converted')), p_where_each);
BEGIN
    rows := 0;
    checksum := 0;
    failed := 0;
    FOR r IN EXECUTE format('SELECT source AS values FROM %s WHERE %s', partition_tools_internal.migration_from(p_spec), p_where) LOOP
        BEGIN
            EXECUTE v_query INTO v_hash USING r.values;
            GET DIAGNOSTICS v_found = ROW_COUNT;
            rows := rows + v_found;
            checksum := checksum + CASE WHEN v_found > 0 THEN v_hash ELSE 0 END;
        EXCEPTION WHEN data_exception OR integrity_constraint_violation OR raise_exception THEN
            rows := rows + 1;
            failed := failed + 1;
            detail := coalesce(detail, format('%s (SQLSTATE %s): %s', SQLERRM, SQLSTATE, left(r.values::text, 200)));
        END;
    END LOOP;
    detail := format(CASE WHEN failed = 1 THEN 'a row' ELSE '%s rows' END || ' cannot be converted: ', failed) || detail;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_checksum_rows(json, text, text) IS
    'The same row by row, so that those that fail can be counted and the first one shown. p_where: a condition that is evaluated by the source, p_where_each: one that may fail on a row.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_mapped(p_spec json)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN format('%s AS source', partition_tools_internal.migration_relation(p_spec, 'target'));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_mapped(json) IS 'The target of a job under the name that conditions use.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_range(p_spec json)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_rows text := partition_tools_internal.migration_all(p_spec);
BEGIN
    IF (p_spec ->> 'only')::boolean THEN
        -- A part that is a partition has no condition on its rows but its bounds.
        v_rows := '(' || v_rows || ') AND (' || partition_tools_internal.migration_leaf_condition((p_spec ->> 'source')::oid) || ')';
    END IF;
    RETURN CASE WHEN partition_tools_internal.migration_is_askable(p_spec, v_rows) THEN v_rows END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_range(json) IS
    'The condition by which the rows of a job are found in its target: the one by which they are found in the source. NULL where it cannot be asked there, or is not known.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_is_askable(p_spec json, p_condition text)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c refcursor;
BEGIN
    IF p_condition IS NULL THEN
        RETURN false;
    END IF;
    -- A cursor parses and plans, and reads nothing. It is offered those columns only that are copied as they are: others, and those that
    -- the target does not have, mean nothing or something else there, and are unknown to it.
    OPEN c FOR EXECUTE format('SELECT 1 FROM (SELECT %s FROM %s) AS source WHERE %s',
                              p_spec ->> 'plain', partition_tools_internal.migration_mapped(p_spec), p_condition);
    CLOSE c;
    RETURN true;
EXCEPTION WHEN undefined_column OR undefined_function OR syntax_error OR ambiguous_function OR datatype_mismatch THEN
    RETURN false;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_is_askable(json, text) IS
    'Whether a condition on rows of the source means the same in the target: false for NULL, and where it needs a column that the target lacks or has converted.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_has_ranges(p_jobs bigint[])
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_spec json;
BEGIN
    -- One after the other: within a query that reads a table, an engine may ask the function on another node.
    FOR v_spec IN SELECT j.spec FROM partition_tools_internal.job AS j WHERE j.job_id = ANY (p_jobs) LOOP
        IF partition_tools_internal.migration_range(v_spec) IS NULL OR NOT partition_tools_internal.migration_sorts_alike(v_spec) THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN true;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_has_ranges(bigint[]) IS
    'Whether the rows of each of some jobs can be found in their target.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_sorts_alike(p_spec json)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_key text := p_spec -> 'keys' ->> 0;
    v_source oid := (p_spec ->> 'source')::oid;
BEGIN
    IF v_key IS NULL OR (p_spec ->> 'only')::boolean OR coalesce(p_spec ->> 'cut', 'by range') NOT LIKE '%by range'
       OR (SELECT a.attcollation = 0 FROM pg_attribute AS a WHERE a.attrelid = v_source AND a.attname = v_key) THEN
        RETURN true;
    END IF;
    RETURN (SELECT a.attcollation FROM pg_attribute AS a WHERE a.attrelid = v_source AND a.attname = v_key)
         = (SELECT a.attcollation FROM pg_attribute AS a WHERE a.attrelid = (p_spec ->> 'target')::oid AND a.attname = v_key)
       -- Who reads a view, or a partition, may be another server.
       AND (SELECT c.relkind IN ('r', 'm', 'p') FROM pg_class AS c WHERE c.oid = v_source)
       AND NOT EXISTS (SELECT FROM partition_tools_internal.migration_leaves(v_source) AS l JOIN pg_class AS c ON c.oid = l WHERE c.relkind = 'f');
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_sorts_alike(json) IS
    'Whether the key by which a source was cut in ranges compares in the target as it does in the source: a text may not.';
