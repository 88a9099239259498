CREATE OR REPLACE FUNCTION partition_tools_internal.migration_continue(p_run_id bigint, p_ordinal int, p_config partition_tools.migration_config)
RETURNS bigint[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_specs   json[];
    v_sources text[];
    v_ids bigint[] := '{}';
BEGIN
    IF NOT EXISTS (SELECT FROM partition_tools_internal.migration_basis(p_config) AS b WHERE b.copied > 0) THEN
        RETURN partition_tools_internal.migration_jobs(p_run_id, p_ordinal, p_config);
    END IF;
    PERFORM partition_tools_internal.migration_continuable(p_config);
    SELECT array_agg(b.spec), array_agg(b.source) INTO v_specs, v_sources FROM partition_tools_internal.migration_continued(p_config) AS b;
    FOR n IN 1 .. coalesce(array_length(v_specs, 1), 0) LOOP
        v_ids := v_ids || partition_tools_internal.migration_job(
            p_run_id, p_ordinal + coalesce(array_length(v_ids, 1), 0) + 1, p_config, v_specs[n], v_sources[n], 1);
    END LOOP;
    RETURN v_ids;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_continue(bigint, int, partition_tools.migration_config) IS
    'Makes jobs that copy what has come since the last run: each goes on after the last key of the one before it. All from the beginning where nothing has been copied yet. PP069 where the configuration has changed, PP078 where a last key is not known.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_basis(p_config partition_tools.migration_config)
RETURNS TABLE (job_id bigint, run_id bigint, relid oid, spec json, source text, copied bigint, after text[], is_known boolean, is_completed boolean)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    j partition_tools_internal.job;
    e partition_tools_internal.job_event;
    v_ids     bigint[] := ARRAY(SELECT i FROM partition_tools_internal.migration_of(p_config) AS i);
    v_emptied bigint := partition_tools_internal.migration_emptied(p_config.target);
    -- What was copied before the target was emptied does not count; nor does a run that has copied nothing.
    v_base    text := (SELECT coalesce(o.spec ->> 'base', o.run_id::text) FROM partition_tools_internal.job AS o
                        WHERE o.job_id = ANY (v_ids) AND o.run_id >= v_emptied AND partition_tools_internal.migration_copied(o) > 0
                        ORDER BY o.run_id DESC, o.job_id DESC LIMIT 1);
BEGIN
    -- The latest job of each part: a partition that was detached for a time has none in the last run.
    FOREACH j IN ARRAY coalesce(ARRAY(
        SELECT l.one FROM (
            SELECT DISTINCT ON (o.spec ->> 'source', o.spec ->> 'filter') o AS one, o.ordinal, o.job_id
              FROM partition_tools_internal.job AS o
             WHERE o.job_id = ANY (v_ids) AND coalesce(o.spec ->> 'base', o.run_id::text) = v_base
             ORDER BY o.spec ->> 'source', o.spec ->> 'filter', o.run_id DESC, o.job_id DESC) AS l
         ORDER BY l.ordinal, l.job_id), '{}')
    LOOP
        e := partition_tools_internal.job_latest(j.job_id);
        job_id := j.job_id;
        run_id := j.run_id;
        relid := (j.spec ->> 'source')::oid;
        spec := j.spec;
        source := j.sources[1];
        copied := partition_tools_internal.migration_copied(j);
        is_completed := e.state IS NOT DISTINCT FROM 'completed';
        is_known := copied = 0 OR json_array_length(j.spec -> 'keys') > 0
            AND coalesce((e.position ->> 'exact')::boolean,
                         NOT is_completed AND NOT coalesce((e.position ->> 'nulls')::boolean, false));
        after := CASE WHEN copied > 0 THEN partition_tools_internal.migration_after(j.spec, e.position) ELSE '{}' END;
        RETURN NEXT;
    END LOOP;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_basis(partition_tools.migration_config) IS
    'What runs of a row of migration_config have copied since the last full one, part by part: how many rows, up to which key, and whether that is known.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_copied(p_job partition_tools_internal.job)
RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce((p_job.spec ->> 'copied')::bigint, 0) + coalesce((partition_tools_internal.job_latest(p_job.job_id)).rows, 0);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_copied(partition_tools_internal.job) IS
    'How many rows a job has copied, with those that it continues.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_emptied(p_target oid)
RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT coalesce(max(j.run_id), 0) FROM partition_tools_internal.job AS j
             WHERE j.operation = 'migrate' AND j.table_oid = p_target AND (j.spec -> 'config' ->> 'trunc')::boolean);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_emptied(oid) IS 'The last run that began by emptying a target; 0 where none has.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_continuable(p_config partition_tools.migration_config)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    c_hint constant text := 'For everything again, beside what is there: SET partition_tools.full_copy = on before run, migrate --full, or mode = ''full''. With trunc = true the target is emptied first.';
    b record;
    v_changes text;
    v_there boolean;
BEGIN
    SELECT * INTO b FROM partition_tools_internal.migration_basis(p_config) AS o ORDER BY o.is_known, o.run_id DESC LIMIT 1;
    v_changes := partition_tools_internal.migration_changes(p_config, b.job_id);
    IF v_changes IS NOT NULL THEN
        RAISE EXCEPTION 'the migration of % cannot go on after run %: its configuration has changed', p_config.target, b.run_id
            USING ERRCODE = 'PP069', DETAIL = format('Changed: %s.', v_changes), HINT = 'Set it back to go on. ' || c_hint;
    ELSIF NOT b.is_known THEN
        RAISE EXCEPTION 'the migration of % cannot go on after run %: which rows are new is not known', p_config.target, b.run_id
            USING ERRCODE = 'PP078',
                  DETAIL = CASE WHEN json_array_length(b.spec -> 'keys') = 0 THEN format('%s rows were copied without a key (pkey).', b.copied)
                                ELSE 'An earlier version copied them, which did not record the last key.' END,
                  HINT = c_hint;
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s)', p_config.target) INTO v_there;
    IF NOT v_there THEN
        RAISE WARNING '% is empty, and only rows are copied that came since run %', p_config.target, b.run_id USING HINT = c_hint;
    END IF;
    RAISE NOTICE '%: going on after the last keys of run %', p_config.target, b.run_id;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_continuable(partition_tools.migration_config) IS
    'Checks that what has come since the last run can be told: PP069, PP078 where it cannot.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_changes(p_config partition_tools.migration_config, p_job_id bigint)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    o partition_tools_internal.job;
    n json := partition_tools_internal.migration_spec(p_config, p_config.source, false, NULL, false);
    v_config json;
BEGIN
    SELECT * INTO o FROM partition_tools_internal.job AS j WHERE j.job_id = p_job_id;
    v_config := o.spec -> 'config';
    RETURN (
        SELECT string_agg(format('%s (was: %s; is: %s)', c.what, coalesce(c.was, 'none'), coalesce(c.now, 'none')), ', ')
          FROM (VALUES ('source', coalesce(nullif(o.spec ->> 'origin', n ->> 'origin'), v_config ->> 'source'), p_config.source::text,
                        coalesce(o.spec ->> 'origin' <> (n ->> 'origin'), v_config ->> 'source' <> p_config.source::text)),
                       ('target', o.table_name, p_config.target::text, o.table_oid <> p_config.target::oid),
                       ('condition', v_config ->> 'condition', p_config.condition, (v_config ->> 'condition') IS DISTINCT FROM p_config.condition),
                       ('pkey', o.spec ->> 'keys', n ->> 'keys', o.spec ->> 'keys' <> (n ->> 'keys')),
                       ('type of the key', o.spec ->> 'types', n ->> 'types', NOT partition_tools_internal.migration_same_order(o.spec, n)),
                       ('columns', o.spec ->> 'values', n ->> 'values', (o.spec ->> 'columns', o.spec ->> 'values') <> (n ->> 'columns', n ->> 'values')),
                       ('parts', o.spec ->> 'cut', n ->> 'cut', coalesce(o.spec ->> 'cut' <> (n ->> 'cut'), false))) AS c (what, was, now, differs)
         WHERE c.differs);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_changes(partition_tools.migration_config, bigint) IS
    'What has changed since a job was made, of what decides which rows are copied, and how; NULL where nothing has.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_same_order(p_old json, p_new json)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- A wider number keeps its order.
    v_old text := regexp_replace(regexp_replace(p_old ->> 'types', '[\\"]', '', 'g'), 'pg_catalog[.](int2|int4|int8|numeric)', 'number', 'g');
    v_new text := regexp_replace(regexp_replace(p_new ->> 'types', '[\\"]', '', 'g'), 'pg_catalog[.](int2|int4|int8|numeric)', 'number', 'g');
BEGIN
    RETURN p_old ->> 'keys' <> (p_new ->> 'keys')
        OR v_old = v_new AND coalesce(p_old ->> 'collations' = p_new ->> 'collations', true);
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_same_order(json, json) IS
    'Whether the keys of two specifications, if they are the same columns, are of types that sort alike.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_continued(p_config partition_tools.migration_config)
RETURNS TABLE (spec json, source text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    b record;
    v_leaf oid;
BEGIN
    IF partition_tools_internal.migration_part_by(p_config) = 'partition' THEN
        FOR v_leaf IN SELECT l FROM partition_tools_internal.migration_leaves(p_config.source) AS l LOOP
            spec := partition_tools_internal.migration_continued_leaf(p_config, v_leaf);
            source := v_leaf::regclass::text || coalesce(' where ' || partition_tools_internal.migration_label(p_config.condition, NULL), '');
            RETURN NEXT;
        END LOOP;
    ELSE
        FOR b IN SELECT * FROM partition_tools_internal.migration_basis(p_config) LOOP
            spec := partition_tools_internal.migration_next(p_config, b.spec, b.job_id, b.copied, b.after, b.is_completed);
            source := b.source;
            RETURN NEXT;
        END LOOP;
    END IF;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_continued(partition_tools.migration_config) IS
    'The specifications of the jobs that copy what has come since the last run: of the same parts, and of partitions that are new.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_continued_leaf(p_config partition_tools.migration_config, p_leaf oid)
RETURNS json
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v_condition text := partition_tools_internal.migration_leaf_condition(p_leaf);
    b record;
BEGIN
    -- The same partition, or one that has taken its place.
    SELECT * INTO b FROM partition_tools_internal.migration_basis(p_config) AS o
     WHERE o.relid = p_leaf OR o.spec ->> 'leaf_condition' = v_condition ORDER BY o.relid = p_leaf DESC, o.run_id DESC LIMIT 1;
    IF FOUND THEN
        RETURN partition_tools_internal.json_with(
            partition_tools_internal.migration_next(p_config, b.spec, b.job_id, b.copied, b.after, b.is_completed),
            json_build_object('source', p_leaf, 'leaf_condition', v_condition, 'foreign', (SELECT c.relkind = 'f' FROM pg_class AS c WHERE c.oid = p_leaf)));
    END IF;
    RETURN partition_tools_internal.json_with(
        partition_tools_internal.migration_spec(p_config, p_leaf, true, NULL, true),
        json_build_object('base', (SELECT max(o.spec ->> 'base') FROM partition_tools_internal.migration_basis(p_config) AS o),
                          'except', partition_tools_internal.migration_except(p_config)));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_continued_leaf(partition_tools.migration_config, oid) IS
    'The specification of the job that copies what has come into a partition since the last run: after the last key of the job before it, or all but what another partition had, where there was none.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_next(
    p_config partition_tools.migration_config, p_spec json, p_job_id bigint, p_copied bigint, p_after text[], p_is_completed boolean)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- Types may be wider, and expressions may have become conversions: these groups are as they are today.
    v_rows json := partition_tools_internal.migration_spec_rows(p_config, p_config.source, NULL, false);
    v_spec json := partition_tools_internal.json_with(p_spec, partition_tools_internal.migration_spec_columns(p_config));
BEGIN
    RETURN partition_tools_internal.json_with(v_spec, json_build_object(
        'config', row_to_json(p_config), 'types', v_rows -> 'types', 'batchsize', v_rows -> 'batchsize',
        -- continues: the job before. copied: the rows of all jobs before. after: the last key that is copied.
        'continues', p_job_id, 'copied', p_copied, 'after', p_after,
        -- Rows without a key have no order by which later ones could be told.
        'skip_nulls', p_copied > 0 AND p_is_completed OR coalesce((p_spec ->> 'skip_nulls')::boolean, false)));
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_next(partition_tools.migration_config, json, bigint, bigint, text[], boolean) IS
    'The specification of the job that continues another.';

CREATE OR REPLACE FUNCTION partition_tools_internal.migration_except(p_config partition_tools.migration_config)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    b record;
    v_terms text[] := '{}';
BEGIN
    FOR b IN
        SELECT o.* FROM partition_tools_internal.migration_basis(p_config) AS o
         WHERE o.copied > 0
           AND NOT EXISTS (SELECT FROM partition_tools_internal.migration_leaves(p_config.source) AS l
                            WHERE l = o.relid AND partition_tools_internal.migration_leaf_condition(l) IS NOT DISTINCT FROM (o.spec ->> 'leaf_condition'))
    LOOP
        IF (b.spec ->> 'leaf_condition') IS NULL THEN
            RAISE EXCEPTION 'the migration of % cannot go on after run %: the partitions of % have changed', p_config.target, b.run_id, p_config.source
                USING ERRCODE = 'PP069', DETAIL = format('%s is gone, and which rows it had is not known: they may be in another partition now.', b.source),
                      HINT = 'Ask for a full copy: SET partition_tools.full_copy = on before run, or migrate --full.';
        END IF;
        v_terms := v_terms || format('(%s) AND (%s OR %s)', b.spec ->> 'leaf_condition',
            coalesce(partition_tools_internal.migration_compare(b.spec, '<=', b.after), 'false'),
            (SELECT string_agg(format('source.%I IS NULL', k), ' OR ') FROM json_array_elements_text(b.spec -> 'keys') AS k));
    END LOOP;
    RETURN CASE WHEN v_terms <> '{}' THEN '(' || array_to_string(v_terms, ' OR ') || ') IS NOT TRUE' END;
END
$$;
COMMENT ON FUNCTION partition_tools_internal.migration_except(partition_tools.migration_config) IS
    'Which rows of a partition that is new may have been copied from another that had their range before (split, merged, drained), as a condition that leaves them out; NULL where there is none.';
